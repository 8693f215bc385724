import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import type { Test } from "tap";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { tellWarnings } from "../../../src/pool/server/tell-warnings.ts";
import { listDeliveries } from "../../../src/webhook/outbox.ts";
import { startReceiver } from "../../webhook/receiver.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { credit, examplePool } from "../example-pool.ts";

const host = "127.85.1.1";
const log = pino({ level: "silent" });
const secret = "only-for-tests";

t.test("two servers on one pool tell a webhook of each warning once, signed, and of its end", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  await using other = await openPool(database);
  const receiver = await startReceiver(t, host);
  await credit(pool, reseller, { "PBX-Registrations": 100, "PBX-Operators": 10 });
  for (const type of ["PBX-Registrations", "PBX-Operators"]) {
    await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 10 } });
  }
  await using telling = tellers(t, receiver.url, [pool, other]);
  while (receiver.received.length < 1) await setTimeout(20);
  await setTimeout(1000);
  t.equal(receiver.received.length, 1, "each once, whichever server tells it");
  const [{ body, headers } = { body: "", headers: {} }] = receiver.received;
  const verified = new Webhook(Buffer.from(secret).toString("base64")).verify(body, headers);
  const message = "anna@example.com: 0 of 10 PBX-Operators are left";
  t.match(verified, { type: "low-balance", data: { account: "anna@example.com", kind: "new", message } });
  await telling.stop();
  await credit(pool, reseller, { "PBX-Operators": 100 });
  await using again = tellers(t, receiver.url, [other, pool]);
  while (receiver.received.length < 2) await setTimeout(20);
  // That it was taken is written down after the answer.
  while ((await listDeliveries(pool.db.$pickTables<"webhook_delivery">())).length > 0) await setTimeout(20);
  await again.stop();
  t.match(JSON.parse(receiver.received[1]?.body ?? ""), { type: "low-balance", data: { kind: "all-clear" } });
  t.equal(receiver.received.length, 2);
});

/** Servers that tell, until they are stopped. */
function tellers(t: Test, url: string, pools: readonly Parameters<typeof tellWarnings>[0][]) {
  const stop = new AbortController();
  const events = ["low-balance", "never-seen"];
  const hook = { url, events, allowPrivate: true, secret: async () => secret };
  const running = Promise.all(pools.map((pool) => tellWarnings(pool, [hook], log, stop.signal)));
  const ended = async () => {
    stop.abort();
    await running;
  };
  t.teardown(ended);
  return { stop: ended, [Symbol.asyncDispose]: ended };
}
