import { activate } from "../../../src/pool/ledger/activate.ts";
import { newActivationKeyCode } from "../../../src/pool/ledger/activation-key-code.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, balanceText, credit, examplePool } from "../example-pool.ts";

t.test("activation keys of the same type add up", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 20 });
  await credit(pool, reseller, { "PBX-Registrations": 5, "PBX-Operators": 1 });
  t.same(await balanceText(pool, reseller), { "PBX-Registrations": "25/0/25", "PBX-Operators": "1/0/1" });
});

t.test("an activation key counts once: for the same account, and for everybody else", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const code = await credit(pool, reseller, { "PBX-Operators": 2 });
  await t.rejects(activate(pool, actFor(reseller), [code]), { name: "PoolError", code: "activation-key-used" });
  const other = await addReseller(pool, "bert@example.com");
  await t.rejects(activate(pool, actFor(other), [code]), { code: "unknown-activation-key" });
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "2/0/2" });
  t.same(await balanceText(pool, other), {});
});

t.test("the same activation key twice in one go counts once", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const code = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 1]]));
  await activate(pool, actFor(reseller), [code, ` ${code.toUpperCase()} `]);
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "1/0/1" });
});

t.test("several activation keys are added all or none", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const used = await credit(pool, reseller, { "PBX-Operators": 1 });
  const fresh = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 10]]));
  for (const [bad, code] of [
    [used, "activation-key-used"],
    [newActivationKeyCode(), "unknown-activation-key"],
    ["ACT-1-5d57-b1c0-b768-0000", "bad-activation-key"],
  ]) {
    await t.rejects(activate(pool, actFor(reseller), [fresh, bad ?? ""]), { code });
    t.same(await balanceText(pool, reseller), { "PBX-Operators": "1/0/1" });
  }
  await activate(pool, actFor(reseller), [fresh]);
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "11/0/11" }, "the good one was not used up by that");
});

t.test("an unknown type or an impossible count is not issued", async (t) => {
  const { pool } = await examplePool(t);
  for (const [type, count] of [
    ["PBX-Fax", 1],
    ["PBX-Operators", 0],
    ["PBX-Operators", 1.5],
    ["PBX-Operators", 1_000_001],
  ] as const) {
    const licenses = new Map([["PBX-Registrations", 5] as const, [type, count] as const]);
    await t.rejects(issueActivationKey(pool, "operator", licenses), { code: "bad-type" });
  }
});

t.test("a request id that comes again adds nothing, and is no used activation key", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const code = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 3]]));
  const other = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 4]]));
  const balance = await activate(pool, actFor(reseller), [code, other], "r1");
  t.same(await activate(pool, actFor(reseller), [other, code], "r1"), balance, "the lost answer comes again");
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "7/0/7" });
  await t.rejects(activate(pool, actFor(reseller), [code], "r1"), { code: "request-id-conflict" });
  await t.rejects(activate(pool, actFor(reseller), [code, other], "r2"), { code: "activation-key-used" });
  await t.rejects(activate(pool, actFor(await addReseller(pool, "bert@example.com")), [code, other], "r1"), {
    code: "unknown-activation-key",
  });
});

t.test("a request that was refused is not held against its id", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const code = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 3]]));
  await t.rejects(activate(pool, actFor(reseller), [code, newActivationKeyCode()], "r1"));
  await activate(pool, actFor(reseller), [code], "r1");
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "3/0/3" });
});
