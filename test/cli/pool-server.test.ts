import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { resolveAccount } from "../../src/pool/access/account.ts";
import { predefine } from "../../src/pool/ledger/predefine.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import type { TokenRow } from "../../src/pool/pool-tables.ts";
import { agentToken, type RunningServer, runningServer } from "../pool/server/running-server.ts";
import { revoke } from "./revoke.ts";
import { brief, type Ran } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, type SiteOptions, startSite } from "./site-fixture.ts";

const network = "127.81.92";
const outcomes = ({ results }: Ran) => results.map(brief);

interface Served {
  readonly site: ExampleSite;
  readonly pool: Pool;
  readonly server: RunningServer;
}

/** A site whose pool is behind a server, and an agent's token for it. */
async function served(t: Test, options: Partial<SiteOptions>, token: Partial<TokenRow> = {}): Promise<Served> {
  const site = await startSite(t, { network, licenses: { "PBX-Registrations": 37 }, ...options });
  const pool = await openPool(join(site.folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const server = await runningServer(t, pool, `${network}.250`);
  const account = await resolveAccount(pool, undefined);
  const limits = { site: "test", per_box: 50, per_day: 100, ...token };
  const bearer = await agentToken(pool, account, ["read", "claim", "create"], limits);
  await writeFile(join(site.folder, "agent.token"), `${bearer}\n`, { mode: 0o600 });
  await site.configure({ pool: { url: server.url, tokenFile: "./agent.token" } });
  return { site, pool, server };
}

t.test("an agent claims and creates at a pool server, and tells it what was read back", async (t) => {
  const { site, pool } = await served(t, {});
  await predefine(pool, "operator", { serial: site.box.serial, type: "Relay-BRIs", count: 2 });
  t.same(outcomes(await site.run("apply", "--all", "--yes")), ["changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=2", "Registrations=37"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/37/63", "Relay-BRIs": "20/0/20" });
  const seen = await pool.db.selectFrom("license_key").select(["seen_on", "token_id"]).execute();
  for (const key of seen) t.equal(key.seen_on, site.box.serial);
  t.same(outcomes(await site.run("apply", "--all", "--yes")), ["in-step yes"]);
});

t.test("a token's budget binds the agent, and the box gets what exists", async (t) => {
  const { site } = await served(t, { block: 1 }, { per_box: 10 });
  const ran = await site.run("apply", "--all", "--yes");
  t.same(outcomes(ran), ["failed unknown budget-used-up"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/0/100" });
});

t.test("while the server is away, keys that exist are delivered, and nothing is created", async (t) => {
  const { site, server } = await served(t, { block: 2 });
  t.equal((await site.run("pool", "balance")).code, 0);
  await site.run("plan");
  t.same(outcomes(await site.run("apply", "--all", "--yes")), ["changed yes"]);
  await server.stop();
  t.same(outcomes(await site.run("apply", "--all", "--yes")), ["in-step yes"]);
  site.box.box.running.splice(0);
  t.same(outcomes(await site.run("apply", "--all", "--yes", "--reset", "never")), ["waiting-for-reset no"]);
  t.same(licensesOn(site.box), ["Registrations=37"], "remembered, and delivered again");
  await site.want({ "PBX-Registrations": 40 });
  t.match(await site.run("apply", "--all", "--yes", "--reset", "never"), {
    code: 1,
    results: [{ outcome: "failed", error: { code: "pool-unreachable" } }],
  });
});

t.test("what waits for a person still does after the server was away", async (t) => {
  const { site, server } = await served(t, { block: 5 });
  const idsOf = ({ document }: Ran) => (document as { approvals: { id: string }[] }).approvals.map(({ id }) => id);
  t.same(outcomes(await site.run("agent", "--once")), ["waiting-for-approval unknown"]);
  const asked = idsOf(await site.run("approvals"));
  t.equal(asked.length, 1);
  await server.stop();
  t.same(outcomes(await site.run("agent", "--once")), ["failed unknown pool-unreachable"]);
  t.same(idsOf(await site.run("approvals")), asked);
});

t.test("after a round the pool knows how every box of the site stands", async (t) => {
  const { site } = await served(t, { block: 3 });
  t.same(outcomes(await site.run("agent", "--once")), ["waiting-for-approval unknown"]);
  const asked = await site.run("pool", "sites");
  t.match(asked.document, {
    sites: [{ site: "test", boxes: [{ serial: site.box.serial, product: "IP400", outcome: "waiting-for-approval" }] }],
  });
  t.same(outcomes(await site.run("apply", "--all", "--yes")), ["changed yes"]);
  t.same(outcomes(await site.run("agent", "--once")), ["in-step yes"]);
  t.match((await site.run("pool", "sites")).document, { sites: [{ boxes: [{ outcome: "in-step" }] }] });
});

t.test(
  "a key revoked at the server goes off its box, which the server hears; not while the server is away",
  async (t) => {
    const { site, pool, server } = await served(t, { block: 4 });
    t.same(outcomes(await site.run("apply", "--all", "--yes")), ["changed yes"]);
    await site.want({});
    await site.configure({ policy: { create: "ask", claim: "ask", reset: "when-idle", removeRevoked: true } });
    await revoke(site);
    await server.stop();
    t.same(outcomes(await site.run("agent", "--once")), ["in-step yes"]);
    t.same(licensesOn(site.box), ["Registrations=37"]);
    const again = await runningServer(t, pool, `${network}.250`);
    await site.configure({ pool: { url: again.url, tokenFile: "./agent.token" } });
    t.match(await site.balance(), { "PBX-Registrations": "100/37/63" });
    t.same(outcomes(await site.run("agent", "--once")), ["changed unknown"]);
    t.same(licensesOn(site.box), []);
    t.match(await site.balance(), { "PBX-Registrations": "100/0/100" });
  },
);
