import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { reportInstalled } from "../../../src/pool/ledger/report-installed.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { createLicenseKey as askForLicenseKey } from "../../../src/pool/operations/create-license-key.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { listWarnings as list } from "../../../src/pool/warnings/list-warnings.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

type Reseller = Awaited<ReturnType<typeof examplePool>>["reseller"];
const listWarnings = async (pool: Pool, account: Reseller) => (await list(pool, account, { limit: 1000 })).items;

t.test("it warns of a low balance, of keys never seen, and of revoked ones still installed", async (t) => {
  let now = new Date("2026-03-01T00:00:00Z");
  const { pool, reseller } = await examplePool(t, () => now);
  await credit(pool, reseller, { "PBX-Registrations": 100, "PBX-Operators": 10 });
  const request = { type: "PBX-Registrations", amount: { count: 91 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const { id: licenseKeyId = "", key: code = "" } = key ?? {};
  const low = { code: "low-balance", type: "PBX-Registrations", left: 9 };
  t.match(await listWarnings(pool, reseller), [low]);
  now = new Date("2026-04-01T00:00:00Z");
  t.match(await listWarnings(pool, reseller), [low, { code: "never-seen", licenseKeyId, serial: thisBox }]);
  await revokeLicenseKey(pool, { name: "operator" }, licenseKeyId, { why: "wrong data" });
  t.equal((await listWarnings(pool, reseller)).length, 1);
  now = new Date("2026-04-01T00:02:00Z");
  await reportInstalled(pool, actFor(reseller), { serial: thisBox, installed: [code] });
  t.match(await listWarnings(pool, reseller), [low, { code: "revoked-but-installed", licenseKeyId }]);
});

t.test("what a low balance is, and how long a key may be unseen, can be said", async (t) => {
  const now = new Date("2026-03-01T00:00:00Z");
  const { pool, reseller } = await examplePool(t, () => now);
  await credit(pool, reseller, { "PBX-Registrations": 100, "PBX-Operators": 10 });
  await createLicenseKey(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count: 50 } });
  const codesWith = async (lowBalance: Readonly<Record<string, number | string>>, unseenAfterMs = 1000) =>
    (await listWarnings({ ...pool, warnLimits: { lowBalance, unseenAfterMs } }, reseller)).map(({ type }) => type);
  t.same(await codesWith({}), []);
  t.same(await codesWith({ default: 51 }), ["PBX-Registrations", "PBX-Operators"]);
  t.same(await codesWith({ default: 50 }), ["PBX-Operators"], "as many as wanted are enough");
  t.same(await codesWith({ "PBX-Operators": 11, default: 0 }), ["PBX-Operators"]);
  t.same(await codesWith({ "PBX-Registrations": "51%" }), ["PBX-Registrations"]);
  t.same(await codesWith({ default: 0 }, 0), ["PBX-Registrations"], "at once, if wanted");
});

t.test("it warns of tokens whose budget is used up, for a day, a box, or what was refused", async (t) => {
  let now = new Date("2026-03-01T12:00:00");
  const { pool, reseller } = await examplePool(t, () => now);
  await credit(pool, reseller, { "PBX-Registrations": 1000 });
  const wanted = { scopes: ["create"], serials: [thisBox, otherBox], expires: "30d", perBox: 5, perDay: 8 } as const;
  const { token, id: tokenId } = await createToken(pool, actFor(reseller), { ...wanted, name: "hq" });
  const agent = await authenticate(pool, token);
  const ask = (serial: string, count: number) =>
    perform(pool, agent, askForLicenseKey, { type: "PBX-Registrations", serial, count });
  const warnings = async () => (await listWarnings(pool, reseller)).map(({ message }) => message);
  await ask(thisBox, 4);
  t.same(await warnings(), []);
  await t.rejects(ask(thisBox, 2), { code: "budget-used-up" });
  t.match(await listWarnings(pool, reseller), [
    { code: "budget-used-up", tokenId, message: /hq was refused more today/ },
  ]);
  await ask(thisBox, 1);
  t.match(await listWarnings(pool, reseller), [
    { serial: thisBox, message: /5 licenses a box and day, and created 5/ },
  ]);
  await ask(otherBox, 3);
  t.match(await warnings(), [/may create 8 licenses a day, and created 8 today/]);
  now = new Date("2026-03-02T00:00:01");
  t.same(await warnings(), [], "a new day has a new budget");
});

t.test("an agent is warned of its own boxes and budget only", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 1000 });
  for (const serial of [thisBox, otherBox]) {
    await createLicenseKey(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count: 1 }, serial });
  }
  const limits = { id: "t", serials: new Set([otherBox]) };
  const eager = { ...pool, warnLimits: { lowBalance: {}, unseenAfterMs: 0 } };
  t.match((await list(eager, reseller, { limit: 10 }, limits)).items, [{ code: "never-seen", serial: otherBox }]);
  t.equal((await list(eager, reseller, { limit: 10 })).items.length, 2);
});

t.test("a key that was on a box before it was revoked is told of until the box is without it", async (t) => {
  let minutes = 0;
  const { pool, reseller } = await examplePool(t, () => new Date(Date.UTC(2026, 2, 1, 0, minutes)));
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const request = { type: "Relay-BRIs", amount: { count: 2 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const { id: licenseKeyId = "", key: code = "" } = key ?? {};
  const seen = (installed: string[]) => reportInstalled(pool, actFor(reseller), { serial: thisBox, installed });
  await seen([code]);
  minutes = 1;
  await revokeLicenseKey(pool, { name: "operator" }, licenseKeyId, { why: "wrong data" });
  minutes = 2;
  await seen([code]);
  const codes = async () => (await listWarnings(pool, reseller)).map((warning) => warning.code);
  t.strictSame(await codes(), ["low-balance", "revoked-but-installed"]);
  await seen([]);
  t.strictSame(await codes(), ["low-balance"], "a hardware license returns nothing, and is gone all the same");
});
