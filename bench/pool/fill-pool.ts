import { randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { writeLicenseLine } from "../../src/license/license-line.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { activate } from "../../src/pool/ledger/activate.ts";
import { createLicenseKey } from "../../src/pool/ledger/create-license-key.ts";
import { foldedTexts } from "../../src/pool/ledger/folded-texts.ts";
import { lineHash } from "../../src/pool/ledger/insert-given-key.ts";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import { hashOf } from "../../src/pool/ledger/record.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import type { PoolTables } from "../../src/pool/pool-tables.ts";
import { actFor } from "../../test/pool/act-for.ts";

export const filledType = "PBX-Registrations";
/** Over so long a time. */
const yearsMs = 2 * 365 * 24 * 3_600_000;
const customer = "Müller & Söhne";

/** The serial number of the box with that number; each has two keys. */
export function serialOf(box: number) {
  return parseSerialNumber(`009033${box.toString(16).padStart(6, "0")}`);
}

/**
 * Makes a pool in a SQLite file with so many license keys, of 1 license each, two a box, as if they had been asked
 * for one by one.
 */
export async function fillPool(file: string, keys: number): Promise<Account> {
  const account = await firstKey(file);
  const database = new DatabaseSync(file);
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN");
  const like = <Table extends keyof PoolTables>(table: Table, order: string) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY ${order} DESC LIMIT 1`).get() as unknown as PoolTables[Table];
  const insertInto = (table: string, row: object) => {
    const names = Object.keys(row);
    const gaps = names.map(() => "?").join(", ");
    const statement = database.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${gaps})`);
    return (values: object) => statement.run(...names.map((name) => Reflect.get(values, name) as SQLInputValue));
  };
  const [key, entry, use, request] = [
    like("license_key", "sequence"),
    like("ledger", "sequence") as unknown as Omit<PoolTables["ledger"], "sequence"> & { readonly sequence: number },
    like("lot_use", "lot_id"),
    like("request", "created_at"),
  ];
  const inserts = {
    key: insertInto("license_key", key),
    entry: insertInto("ledger", entry),
    use: insertInto("lot_use", use),
    request: insertInto("request", request),
  };
  const detail = JSON.parse(entry.detail) as Record<string, unknown>;
  const pauseMs = yearsMs / keys;
  const start = Date.now() - yearsMs;
  let last = entry;
  for (let index = 1; index < keys; index += 1) {
    const [id, uuid, serial, requestId] = [randomUUID(), randomUUID(), serialOf(index >> 1), `fill-${index}`];
    const code = [uuid.slice(0, 4), uuid.slice(4, 8), uuid.slice(-8, -4), uuid.slice(-4)].join("-");
    const line = writeLicenseLine({ type: filledType, count: 1, serial, customer, key: code });
    const sequence = last.sequence + 1;
    const at = new Date(start + index * pauseMs).toISOString();
    const told = {
      ...entry,
      sequence,
      at,
      request_id: requestId,
      detail: JSON.stringify({ ...detail, id, serial, line: lineHash({ line }) }),
      previous_hash: last.hash,
    };
    last = { ...told, hash: hashOf(told) };
    const texts = { type: filledType, serial, customer, location: null, description: null, code };
    inserts.entry(last);
    inserts.key({ ...key, ...texts, ...foldedTexts(texts), id, line, sequence, request_id: requestId, created_at: at });
    inserts.use({ ...use, license_key_id: id });
    const content = request.content.replace(key.serial ?? "", serial);
    inserts.request({ ...request, id: requestId, content, created_at: at });
  }
  database.exec(`UPDATE lot SET used = ${keys} WHERE id = ${use.lot_id}; UPDATE balance SET used = ${keys}`);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  return account;
}

/** As the pool itself makes it: the pattern of all others. */
async function firstKey(file: string): Promise<Account> {
  await using pool = await openPool(file);
  const fields = { email: "bench@example.org", name: "Bench", role: "reseller", password: "not a secret" } as const;
  const account = await addAccount(pool, fields);
  const licenses = new Map([[filledType, 1_000_000]]);
  for (const _ of "three") {
    await activate(pool, actFor(account), [await issueActivationKey(pool, "operator", licenses)]);
  }
  const request = { type: filledType, amount: { count: 1 }, serial: serialOf(0), customer, requestId: "fill-0" };
  await createLicenseKey(pool, actFor(account), request);
  return account;
}
