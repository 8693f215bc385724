import { sql } from "kysely";
import type { Test } from "tap";
import { writeLicenseLine } from "../../../src/license/license-line.ts";
import { findAccount } from "../../../src/pool/access/account.ts";
import { logIn } from "../../../src/pool/access/log-in.ts";
import { hashPassword } from "../../../src/pool/access/password.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { newActivationKeyCode } from "../../../src/pool/ledger/activation-key-code.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { acceptTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { firstHash } from "../../../src/pool/ledger/ledger-head.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { hashOf } from "../../../src/pool/ledger/record.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { poolMigrations } from "../../../src/pool/pool-migrations.ts";
import { insertRows, setCounters } from "../../../src/store/insert-rows.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { actFor } from "../act-for.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, balanceText, otherBox, thisBox } from "../example-pool.ts";

const type = "PBX-Registrations";
const email = "anna@example.com";

t.test("a pool of the first version is brought to now, verifies, and goes on", async (t) => {
  const { database, partlySpent } = await poolOfTheFirstVersion(t);
  await using pool = await openPool(database);
  t.strictSame(await verifyLedger(pool).then(({ broken }) => broken), undefined);
  t.strictSame(await contradictions(pool), []);
  const anna = await findAccount(pool, email);
  t.strictSame(await balanceText(pool, anna), { [type]: "150/40/110", "PBX-Operators": "2/0/2" });
  t.match(await logIn(pool, { email, password: "correct horse" }, undefined), { token: /./ });
  const bert = await addReseller(pool, "bert@example.com");
  await createLicenseKey(pool, actFor(anna), { type, amount: { count: 70 } });
  const { id: transfer } = await offerTransfer(pool, actFor(anna), partlySpent, bert.email);
  t.match(await acceptTransfer(pool, actFor(bert), transfer), { lots: [{ count: 40 }, { count: 2 }] });
  const [key] = await pool.db.selectFrom("license_key").select("id").where("customer", "=", "Müller").execute();
  await revokeLicenseKey(pool, { name: "operator" }, key?.id ?? "", { why: "wrong data", removed: true });
  t.strictSame(await verifyLedger(pool).then(({ broken }) => broken), undefined, "with old and new in it");
  t.strictSame(await contradictions(pool), []);
});

t.test("what somebody changed in a pool of the first version is found after it was brought to now", async (t) => {
  for (const change of [
    "update lot set count = count + 1 where used = 0",
    "update lot set used = used - 1 where used > 0",
    "update balance set loaded = loaded + 1",
    "update license_key set count = count + 1 where customer = 'Müller'",
    "update activation_key set activated_at = issued_at || 'x' where account_id is not null",
    "update ledger set actor = 'eve' where sequence = 3",
    "update account set role = 'issuer'",
    "update request set id = 'r4' where id = 'r2'",
    "update request set content = replace(content, '30', '31')",
  ]) {
    const { database } = await poolOfTheFirstVersion(t, change);
    await using pool = await openPool(database);
    t.ok((await verifyLedger(pool)).broken, change);
  }
});

/** Tables and rows as version 0.1.0 wrote them. */
async function poolOfTheFirstVersion(t: Test, change?: string) {
  const database = await newDatabase(t);
  const [first] = Object.entries(poolMigrations);
  if (first === undefined) throw new Error("there is no migration");
  await using db = await openStore<Record<string, never>>(database, { migrations: Object.fromEntries([first]) });
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
  const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const account = id(1);
  const agreed = { agreement_version: "1", agreed_at: at(0) };
  const password_hash = await hashPassword("correct horse");
  await insertRows(db, "account", [
    { id: account, email, name: "Anna", role: "reseller", password_hash, ...agreed, created_at: at(0) },
  ]);
  const codes = [newActivationKeyCode(), newActivationKeyCode(), newActivationKeyCode()];
  const activations = codes.map((code, index) => ({
    id: id(10 + index),
    code,
    issued_at: at(1 + index),
    // The last one waits for somebody to add it.
    ...(index < 2 ? { account_id: account, activated_at: at(10 + index) } : { account_id: null, activated_at: null }),
  }));
  await insertRows(db, "activation_key", activations);
  const lots = [
    { id: 1, activation_key_id: id(10), type, count: 100, used: 40 },
    { id: 2, activation_key_id: id(11), type, count: 50, used: 0 },
    { id: 3, activation_key_id: id(11), type: "PBX-Operators", count: 2, used: 0 },
    { id: 4, activation_key_id: id(12), type, count: 7, used: 0 },
  ];
  await insertRows(db, "lot", lots);
  await insertRows(db, "balance", [
    { account_id: account, type, loaded: 150, used: 40 },
    { account_id: account, type: "PBX-Operators", loaded: 2, used: 0 },
  ]);
  const keyOf = (number: number, fields: { type: string; count: number; serial: string; customer?: string }) => {
    const key = `0000-0000-0000-${String(number).padStart(4, "0")}`;
    const line = writeLicenseLine({ ...fields, serial: fields.serial as typeof thisBox, key });
    const { customer = null, ...rest } = fields;
    const texts = { ...rest, customer, location: null, description: null, code: key, line };
    const kind = { status: "active", issuer: "own", predefined: fields.type === type ? 0 : 1 };
    return {
      id: id(20 + number),
      account_id: account,
      ...texts,
      ...kind,
      request_id: `r${number}`,
      created_at: at(20 + number),
    };
  };
  const keys = [
    keyOf(1, { type, count: 30, serial: thisBox, customer: "Müller" }),
    keyOf(2, { type, count: 10, serial: otherBox }),
    keyOf(3, { type: "Relay-BRIs", count: 2, serial: thisBox }),
  ];
  await insertRows(db, "license_key", keys);
  const asked = keys.map(({ type, count, serial, customer }, index) => {
    const what = index === 2 ? { claim: serial } : { count, ...(customer && { customer }), serial, type };
    const content = JSON.stringify(Object.entries(what));
    return { account_id: account, id: `r${index + 1}`, content, created_at: at(21 + index) };
  });
  await insertRows(db, "request", asked);
  await insertRows(db, "lot_use", [
    { license_key_id: id(21), lot_id: 1, count: 30 },
    { license_key_id: id(22), lot_id: 1, count: 10 },
  ]);
  const predefined = { id: id(30), serial: thisBox, type: "Relay-BRIs", count: 2 };
  await insertRows(db, "predefined", [
    { ...predefined, created_at: at(4), account_id: account, license_key_id: id(23) },
  ]);
  const licensesOf = (key: string) =>
    Object.fromEntries(lots.filter((lot) => lot.activation_key_id === key).map((lot) => [lot.type, lot.count]));
  const created = (number: number, count: number, serial: string) => ({
    minute: 20 + number,
    action: "create-key",
    request_id: `r${number}`,
    detail: { id: id(20 + number), type, count, serial, ...{ lots: [{ lotId: 1, count }] } },
  });
  const operator = { actor: "operator", account_id: null };
  const entries = [
    { minute: 0, actor: "operator", action: "add-account", detail: { email, role: "reseller", agreementVersion: "1" } },
    ...activations.map((key, index) => ({
      ...operator,
      minute: 1 + index,
      action: "issue-activation",
      detail: { id: key.id, licenses: licensesOf(key.id) },
    })),
    { ...operator, minute: 4, action: "predefine", detail: predefined },
    ...activations.slice(0, 2).map((key, index) => ({
      minute: 10 + index,
      action: "activate",
      detail: { activationKey: key.code, licenses: licensesOf(key.id) },
    })),
    created(1, 30, thisBox),
    created(2, 10, otherBox),
    {
      minute: 23,
      action: "claim",
      request_id: "r3",
      detail: { id: id(23), predefined: id(30), type: "Relay-BRIs", count: 2, serial: thisBox },
    },
  ];
  let previous_hash = firstHash;
  const rows = entries.map(({ minute, detail, ...more }, index) => {
    const facts = { actor: email, account_id: account, request_id: null, ...more };
    const entry = { at: at(minute), ...facts, detail: JSON.stringify(detail), previous_hash };
    previous_hash = hashOf(entry);
    return { sequence: index + 1, ...entry, hash: previous_hash };
  });
  await insertRows(db, "ledger", rows);
  await setCounters(db);
  if (change !== undefined) await sql.raw(change).execute(db);
  return { database, partlySpent: codes[1] ?? "" };
}
