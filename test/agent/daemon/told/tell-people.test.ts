import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { round } from "../../../../src/agent/daemon/round.ts";
import type { Site } from "../../../../src/agent/reconcile/site.ts";
import { resolveAccount } from "../../../../src/pool/access/account.ts";
import { openPool } from "../../../../src/pool/open-pool.ts";
import { startBox } from "../../../../src/simulator/start-box.ts";
import { sitePorts, startSite } from "../../../cli/site-fixture.ts";
import { agentToken, runningServer } from "../../../pool/server/running-server.ts";
import { briefly, openExample } from "../open-example.ts";
import { openEars } from "./open-ears.ts";

const network = "127.83.13";
const ears = (block: number) => `127.83.14.${block + 1}`;
const everything = ["approval", "unlicensed", "short", "not-back", "breaker"];
const freely = { create: { perBox: 500, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();
const openIds = async ({ journal }: Site) => (await journal.approvals.open(new Date())).map(({ id }) => id);

t.test("a box that is not back from its reset stays so until it answers, and set aside until release", async (t) => {
  const example = await startSite(t, {
    network,
    block: 0,
    backWithinSeconds: 2,
    faults: ["never-back"],
    licenses: { "PBX-Registrations": 10 },
    config: { policy: freely },
  });
  const site = await openExample(t, example);
  const { serial, box, address } = example.box;
  const { hear } = await openEars(t, site, ears(0), everything);
  t.same(briefly(await round(site, {}, signal)), ["failed unknown not-back"]);
  t.match(await hear(), [
    new RegExp(`^new breaker: box ${serial} is set aside: not back.*varsync release ${serial}`),
    new RegExp(`^new not-back: box ${serial}: not back 2 seconds`),
  ]);
  t.same(briefly(await round(site, {}, signal)), ["failed unknown unreachable"]);
  t.same(await hear(), [], "it is still not back");
  const again = await startBox(box, { address, ports: sitePorts, community: "public", awayMs: 100 });
  t.same(briefly(await round(site, {}, signal)), ["in-step yes"]);
  t.match(await hear(), [/^all-clear not-back/]);
  await again[Symbol.asyncDispose]();
  t.same(briefly(await round(site, {}, signal)), ["failed unknown unreachable"]);
  t.same(await hear(), [], "that it is away again is no matter of the reset");
  t.equal((await example.run("release", serial)).code, 0);
  t.match(await hear(), [/^all-clear breaker/]);
});

t.test("a box that came back without its lines is unlicensed until it has them, or is released", async (t) => {
  const example = await startSite(t, {
    network,
    block: 1,
    faults: ["forgets-at-reset"],
    licenses: { "PBX-Registrations": 10 },
    config: { policy: freely },
  });
  const site = await openExample(t, example);
  const { hear } = await openEars(t, site, ears(1), everything);
  t.same(briefly(await round(site, {}, signal)), ["failed no not-effective"]);
  t.match(await hear(), [
    /^new breaker: box .* is set aside: after the reset/,
    /^new unlicensed: box .* after the reset/,
  ]);
  t.same(briefly(await round(site, {}, signal)), ["failed unknown set-aside"]);
  t.same(await hear(), []);
  await example.box[Symbol.asyncDispose]();
  t.same(briefly(await round(site, {}, signal)), ["failed unknown unreachable"]);
  t.same(await hear(), [], "nobody knows whether it has them now");
  t.equal((await example.run("release", example.box.serial)).code, 0);
  t.match(await hear(), [/^all-clear breaker/, /^all-clear unlicensed/]);
});

t.test("a box that lacks licenses and waits for a yes is told of for both, each in its own words", async (t) => {
  const example = await startSite(t, {
    network,
    block: 2,
    licenses: { "PBX-Registrations": 2, "PBX-Operators": 500 },
    balance: { "PBX-Registrations": 100, "PBX-Operators": 1 },
  });
  const site = await openExample(t, example);
  const { serial } = example.box;
  const { hear } = await openEars(t, site, ears(2), everything);
  t.match(await round(site, {}, signal), [{ outcome: "waiting-for-approval" }]);
  const [id] = await openIds(site);
  t.match(await hear(), [
    new RegExp(
      `^new approval: box ${serial}: .*takes 2 PBX-Registrations from the balance: create-key PBX-Registrations=2.*varsync approve ${id}`,
    ),
    `new short: box ${serial}: 500 PBX-Operators are to be created, 1 are left`,
  ]);
  t.equal((await example.run("decline", id ?? "", "--why", "no")).code, 0);
  t.match(await hear(), [new RegExp(`^all-clear approval.*${id}`)]);
  await example.want({ "PBX-Registrations": 3 });
  await round(await openExample(t, example), {}, signal);
  const [other] = await openIds(site);
  t.match(await hear(), [
    /^all-clear short/,
    new RegExp(`^new approval: .*PBX-Registrations=3.*varsync approve ${other}`),
  ]);
});

t.test("while the pool is away, what waited for a person and what was short stays so", async (t) => {
  const example = await startSite(t, {
    network,
    block: 3,
    licenses: { "PBX-Registrations": 2, "PBX-Operators": 500 },
  });
  const pool = await openPool(join(example.folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const server = await runningServer(t, pool, `${network}.250`);
  const token = await agentToken(pool, await resolveAccount(pool, undefined), ["read", "claim", "create"], {
    site: "test",
    per_box: 500,
    per_day: 500,
  });
  await writeFile(join(example.folder, "agent.token"), token, { mode: 0o600 });
  await example.configure({ pool: { url: server.url, tokenFile: "./agent.token" } });
  const site = await openExample(t, example);
  const { hear } = await openEars(t, site, ears(3), everything);
  await round(site, {}, signal);
  t.match(await hear(), [/^new approval/, /^new short/]);
  const waiting = await openIds(site);
  const gone = () => Promise.reject(Object.assign(new Error("nothing answers"), { code: "pool-unreachable" }));
  const goingAway = site.sources.map((source) => (source.canCreate ? { ...source, balance: gone } : source));
  await round({ ...site, sources: goingAway }, {}, signal);
  t.same([await openIds(site), await hear()], [waiting, []], "also where it went away during the round");
  await server.stop();
  t.same(briefly(await round(site, {}, signal)), ["failed unknown pool-unreachable"]);
  t.same(await hear(), []);
  const [id = ""] = await openIds(site);
  t.same([id], waiting);
  const refused = await example.run("approve", id, "--yes");
  t.match(refused, { code: 1, results: [{ outcome: "failed", error: { code: "pool-unreachable" } }] });
  t.same([await openIds(site), await hear()], [waiting, []], "and it can still be approved");
});

t.test("a lost line sets a whole profile aside, and whoever asked for breakers only hears of it", async (t) => {
  const example = await startSite(t, {
    network,
    block: 4,
    particulars: () => ({ faults: new Set(["wipes-older-line"] as const) }),
    licenses: { "PBX-Registrations": 2, "PBX-Operators": 2 },
    config: { policy: freely },
  });
  const site = await openExample(t, example);
  const { hear } = await openEars(t, site, ears(4), ["breaker"]);
  t.same(briefly(await round(site, {}, signal)), ["failed no line-lost"]);
  t.match(await hear(), [new RegExp(`^new breaker: profile ip400 is set aside: ${example.box.serial}`)]);
  t.equal((await example.run("release", "ip400")).code, 0);
  t.match(await hear(), [/^all-clear breaker/]);
});

t.test("a push of other lines changes nothing about what a box lacks", async (t) => {
  const example = await startSite(t, { network, block: 5, licenses: { "PBX-Operators": 500 } });
  const site = await openExample(t, example);
  const { hear } = await openEars(t, site, ears(5), everything);
  await round(site, {}, signal);
  t.match(await hear(), [/^new short/]);
  const file = join(example.folder, "other.txt");
  await writeFile(file, "vars create LICENSE/PBX0 pau SoftwarePhones=5,,Altbestand,,,aaaa-bbbb-cccc-dddd\n");
  const pushed = await example.run("push", file, example.box.serial, "--yes");
  t.match(pushed.results, [{ outcome: "changed" }]);
  t.same(await hear(), []);
});
