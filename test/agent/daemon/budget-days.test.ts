import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { resolveAccount } from "../../../src/pool/access/account.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { type ExampleSite, startSite } from "../../cli/site-fixture.ts";
import { agentToken, runningServer } from "../../pool/server/running-server.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.86.22";
const policy = { create: { perBox: 15, perDay: 200 }, claim: "always", reset: "when-idle" };
const dayMs = 86_400_000;
const { signal } = new AbortController();

/** A pool server whose clock is set by the test, a day ago at first, and a site that takes its keys there. */
async function behindServer(t: Test, block: number) {
  const site = await startSite(t, { network, block, licenses: { "PBX-Registrations": 10 }, config: { policy } });
  const clock = { aheadMs: -dayMs };
  const pool = await openPool(join(site.folder, "pool.db"), () => new Date(Date.now() + clock.aheadMs));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const server = await runningServer(t, pool, `${network}.${250 + block}`);
  const account = await resolveAccount(pool, undefined);
  const limits = {
    site: "test",
    per_box: 500,
    per_day: 500,
    expires_at: new Date(Date.now() + 9 * dayMs).toISOString(),
  };
  const token = await agentToken(pool, account, ["read", "claim", "create"], limits);
  await writeFile(join(site.folder, "agent.token"), `${token}\n`, { mode: 0o600 });
  await site.configure({ pool: { url: server.url, tokenFile: "./agent.token" } });
  return { site, clock };
}

/** One round of an agent that has just started, and whose clock is so far off. */
async function roundOf(t: Test, example: ExampleSite, offMs: number): Promise<string[]> {
  const site = await openExample(t, example);
  const clock = { ...site.clock, now: () => new Date(Date.now() + offMs) };
  example.letTimePass();
  return briefly(await round({ ...site, clock }, {}, signal));
}

for (const [block, offMs] of [-2 * dayMs, 0].entries()) {
  const how = offMs < -dayMs ? "behind" : "ahead";
  t.test(`an agent whose clock is a day ${how} has the pool's budget of the day, also after a restart`, async (t) => {
    const { site, clock } = await behindServer(t, block);
    t.same(await roundOf(t, site, -dayMs), ["changed yes"]);
    await site.want({ "PBX-Registrations": 20 });
    t.same(await roundOf(t, site, offMs), ["waiting-for-approval yes"]);
    t.same(await roundOf(t, site, -dayMs), ["waiting-for-approval yes"]);
    t.same(await site.keys(), ["PBX-Registrations=10"]);
    clock.aheadMs = 0;
    t.same(await roundOf(t, site, offMs), ["changed yes"], "the pool's day is another one");
    t.same(await site.keys(), ["PBX-Registrations=10", "PBX-Registrations=10"]);
  });
}
