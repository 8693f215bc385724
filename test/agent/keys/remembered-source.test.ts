import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { openEmbeddedPool } from "../../../src/agent/keys/embedded-pool.ts";
import type { KeySource } from "../../../src/agent/keys/key-source.ts";
import { rememberedSource } from "../../../src/agent/keys/remembered-source.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { actFor } from "../../pool/act-for.ts";
import { credit, examplePool, thisBox } from "../../pool/example-pool.ts";

/** A pool with one key for this box and one predefined license, behind a line that can be cut. */
async function behindALine(
  t: Test,
): Promise<{ source: KeySource; folder: string; cut(error: Error | undefined): void }> {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  await createLicenseKey(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count: 5 }, serial: thisBox });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  const embedded = await openEmbeddedPool(database, undefined, () => new Date());
  t.teardown(() => embedded[Symbol.asyncDispose]());
  let trouble: Error | undefined;
  const through =
    <Values extends unknown[], Answer>(ask: (...values: Values) => Promise<Answer>) =>
    async (...values: Values) => {
      if (trouble) throw trouble;
      return ask(...values);
    };
  const line: KeySource = {
    ...embedded,
    offers: through(embedded.offers),
    balance: through(embedded.balance),
    spentToday: through(embedded.spentToday),
    create: through(embedded.create),
    lookUp: through(embedded.lookUp),
    find: through(embedded.find),
  };
  const folder = join(t.testdir(), "pool-memory");
  const cut = (error: Error | undefined) => {
    trouble = error;
  };
  return { source: rememberedSource(line, folder), folder, cut };
}

const unreachable = Object.assign(new Error("nobody answers"), { code: "pool-unreachable" });

t.test("while the pool is away its keys are still offered and known; nothing can be claimed or created", async (t) => {
  const { source, cut } = await behindALine(t);
  const before = await source.offers(thisBox);
  t.equal(before.predefined.length, 1);
  cut(unreachable);
  const away = await source.offers(thisBox);
  t.same(away, { lines: before.lines, predefined: [], away: "nobody answers" });
  const code = before.lines[0]?.line.key ?? "";
  t.match(
    await source.lookUp([code]),
    new Map([[code, { status: "active", count: 5, serial: thisBox, issuer: "own" }]]),
  );
  t.same(await source.spentToday(thisBox), { box: 0, day: 0 });
  await t.rejects(source.balance(), { code: "pool-unreachable" }, "what is left is not guessed");
  const request = { serial: thisBox, type: "PBX-Registrations", total: 9, requestId: "r1" };
  await t.rejects(source.create(request), { code: "pool-unreachable" });
  await t.rejects(source.find("r1"), { code: "pool-unreachable" }, "whether it was answered is not guessed");
  cut(undefined);
  t.same(await source.offers(thisBox), before);
});

t.test("what it remembers is this user's only, and a damaged file is as good as none", async (t) => {
  const { source, folder, cut } = await behindALine(t);
  await source.offers(thisBox);
  const [name = ""] = readdirSync(folder);
  t.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  cut(unreachable);
  writeFileSync(join(folder, name), '{"lines":[{"raw":"vars');
  t.same(await source.offers(thisBox), { lines: [], predefined: [], away: "nobody answers" });
});

t.test("any other error is no absence", async (t) => {
  const { source, cut } = await behindALine(t);
  cut(Object.assign(new Error("no"), { code: "forbidden" }));
  await t.rejects(source.offers(thisBox), { code: "forbidden" });
});
