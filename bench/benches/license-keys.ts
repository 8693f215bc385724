import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { activate } from "../../src/pool/ledger/activate.ts";
import { createLicenseKey } from "../../src/pool/ledger/create-license-key.ts";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import { actFor } from "../../test/pool/act-for.ts";
import { atLeastTimes, type Measurement } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { type RecordedStatement, recordStatements } from "../record-statements.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const keys = 2000;
const runs = 5;

/** Creating license keys through the pool, and the very same SQL statements by prepared statements and nothing else. */
export async function* benchLicenseKeys(): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const [empty, file] = [join(folder.path, "empty.db"), join(folder.path, "pool.db")];
  const account = await makePool(empty);
  const through = async (measure: (work: () => Promise<void>) => Promise<unknown>) => {
    await copyFile(empty, file);
    await using pool = await openPool(file);
    await measure(() => createKeys(pool, account));
  };
  let statements: readonly RecordedStatement[] = [];
  await through(async (work) => {
    statements = await recordStatements(work);
  });
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const turns = [
      () => through(async (work) => ours.push(await timed(work))),
      async () => {
        const copy = join(folder.path, `bare-${run}.db`);
        await copyFile(empty, copy);
        bare.push(await runBare(copy, statements));
      },
    ];
    for (const turn of run % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const rate = (milliseconds: readonly number[]) => (keys * 1000) / median(milliseconds);
  const of = `by the bare SQL (${Math.round(statements.length / keys)} statements a key)`;
  const reference = { value: rate(bare), unit: "keys/s", of };
  yield atLeastTimes("creating license keys", { value: rate(ours), unit: "keys/s" }, reference, 0.6);
}

async function makePool(file: string): Promise<Account> {
  await using pool = await openPool(file);
  const fields = { email: "bench@example.org", name: "Bench", role: "reseller", password: "not a secret" } as const;
  const account = await addAccount(pool, fields);
  const licenses = new Map([["Relay-BRIs", 1_000_000]]);
  await activate(pool, actFor(account), [await issueActivationKey(pool, "operator", licenses)]);
  return account;
}

async function createKeys(pool: Pool, account: Account): Promise<void> {
  for (let index = 0; index < keys; index += 1) {
    const serial = parseSerialNumber(`009033${index.toString(16).padStart(6, "0")}`);
    const request = { type: "Relay-BRIs", amount: { total: 4 }, serial, requestId: `bench-${index}` };
    await createLicenseKey(pool, actFor(account), request);
  }
}

/** With the settings that the pool opens its database with. */
async function runBare(file: string, statements: readonly RecordedStatement[]): Promise<number> {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  const prepared = new Map([...new Set(statements.map(({ sql }) => sql))].map((sql) => [sql, database.prepare(sql)]));
  const milliseconds = await timed(() => {
    for (const { sql, values } of statements) prepared.get(sql)?.all(...values);
  });
  database.close();
  return milliseconds;
}
