import pg from "pg";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { activate } from "../../src/pool/ledger/activate.ts";
import { createLicenseKey } from "../../src/pool/ledger/create-license-key.ts";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import { actFor } from "../../test/pool/act-for.ts";
import { needsPostgres, startPostgres } from "../../test/pool/real-postgres.ts";
import { atLeastTimes, type Measurement, skipped } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { type RecordedTransaction, recordTransactions } from "../record-transactions.ts";

const keys = 400;
const connections = 8;
const runs = 5;
const what = `creating license keys on PostgreSQL, ${connections} at a time`;

/** Creating license keys through the pool, and the very same transactions through pg and nothing else. Every commit is synced. */
export async function* benchPostgres(): AsyncGenerator<Measurement> {
  const { skip } = needsPostgres();
  if (skip !== false) {
    yield skipped(what, skip);
    return;
  }
  await using server = await startPostgres(["fsync=on"]);
  const template = await server.newDatabase();
  const account = await makePool(template);
  const through = async (measure: (work: () => Promise<void>) => Promise<unknown>) => {
    await using pool = await openPool(await server.newDatabase(template));
    // Connections and statements are made before anything is measured.
    await createKeys(pool, account, connections, "warm");
    await measure(() => createKeys(pool, account, keys, "bench"));
  };
  let transactions: readonly RecordedTransaction[] = [];
  {
    await using pool = await openPool(await server.newDatabase(template));
    transactions = await recordTransactions(() => createKeys(pool, account, keys + connections, "bench"));
  }
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const turns = [
      () => through(async (work) => ours.push(await timed(work))),
      async () => bare.push(await runBare(await server.newDatabase(template), transactions)),
    ];
    for (const turn of run % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const rate = (milliseconds: readonly number[]) => (keys * 1000) / median(milliseconds);
  const reference = { value: rate(bare), unit: "keys/s", of: "by pg alone" };
  yield atLeastTimes(what, { value: rate(ours), unit: "keys/s" }, reference, 0.7);
}

async function makePool(database: string): Promise<Account> {
  await using pool = await openPool(database);
  const fields = { email: "bench@example.org", name: "Bench", role: "reseller", password: "not a secret" } as const;
  const account = await addAccount(pool, fields);
  await activate(pool, actFor(account), [
    await issueActivationKey(pool, "operator", new Map([["Relay-BRIs", 1_000_000]])),
  ]);
  return account;
}

async function createKeys(pool: Pool, account: Account, count: number, prefix: string): Promise<void> {
  const left = Array.from({ length: count }, (_, index) => index).values();
  const worker = async () => {
    for (const index of left) {
      const serial = parseSerialNumber(`009033${index.toString(16).padStart(6, "0")}`);
      const requestId = `${prefix}-${index}`;
      await createLicenseKey(pool, actFor(account), { type: "Relay-BRIs", amount: { count: 4 }, serial, requestId });
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}

/** The first transactions of every connection only prepare its statements. */
async function runBare(database: string, transactions: readonly RecordedTransaction[]): Promise<number> {
  const clients = Array.from({ length: connections }, () => new pg.Client(database));
  for (const client of clients) await client.connect();
  for (const [index, client] of clients.entries()) await replay(client, transactions.slice(index, index + 1).values());
  const left = transactions.slice(connections).values();
  const milliseconds = await timed(() => Promise.all(clients.map((client) => replay(client, left))));
  for (const client of clients) await client.end();
  return milliseconds;
}

async function replay(client: pg.Client, transactions: Iterable<RecordedTransaction>): Promise<void> {
  for (const transaction of transactions) for (const query of transaction) await client.query(query);
}
