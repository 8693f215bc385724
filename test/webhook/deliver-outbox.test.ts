import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Kysely } from "kysely";
import { pino } from "pino";
import t, { type Test } from "tap";
import { openSqlite } from "../../src/store/open-sqlite.ts";
import { deliverOutbox } from "../../src/webhook/deliver-outbox.ts";
import { createDeliveryTable, type DeliveryTables } from "../../src/webhook/delivery-table.ts";
import { enqueue, listDeliveries, retryDeliveries, takeDue } from "../../src/webhook/outbox.ts";
import { resolveBySystem } from "../../src/webhook/public-address.ts";
import { webhookName } from "../../src/webhook/webhook-name.ts";
import { webhookSenders } from "../../src/webhook/webhook-senders.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const host = "127.83.1.1";
const message = { event: "approval", body: '{"type":"approval"}' };

t.test("what was put into the outbox is delivered once, and is gone then", async (t) => {
  const { db, run } = await openOutbox(t);
  const receivers = [await startReceiver(t, host), await startReceiver(t, host)];
  await enqueue(db, message, urls(receivers), new Date());
  await run(receivers, () => receivers.every(({ received }) => received.length === 1));
  t.same(await listDeliveries(db), []);
  for (const { received } of receivers) t.equal(received[0]?.body, message.body);
  t.not(receivers[0]?.received[0]?.headers["webhook-id"], receivers[1]?.received[0]?.headers["webhook-id"]);
});

t.test("what is put in by a transaction that fails is not sent", async (t) => {
  const { db } = await openOutbox(t);
  const failed = db.transaction().execute(async (transaction) => {
    await enqueue(transaction, message, ["https://hook.example/"], new Date());
    throw new Error("no");
  });
  await t.rejects(failed, { message: "no" });
  t.same(await listDeliveries(db), []);
});

t.test("a webhook that fails is tried again with the same id until it takes the message", async (t) => {
  const { db, clock, run } = await openOutbox(t);
  const receiver = await startReceiver(t, host);
  receiver.answer = (response) => response.writeHead(receiver.received.length < 4 ? 500 : 204).end();
  await enqueue(db, message, urls([receiver]), clock.now());
  await run([receiver], () => receiver.received.length === 4);
  t.same(await listDeliveries(db), []);
  t.equal(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size, 1);
  t.ok(clock.passed() >= 0.75 * (15_000 + 30_000 + 60_000), "with pauses between");
});

t.test("what waits outlives a restart, and so does a try that was cut off", async (t) => {
  const { path, db, clock, run } = await openOutbox(t);
  const receiver = await startReceiver(t, host);
  receiver.answer = undefined;
  await enqueue(db, message, urls([receiver]), clock.now());
  await run([receiver], () => receiver.received.length === 1);
  await db.destroy();
  const again = await openOutbox(t, path);
  receiver.answer = (response) => response.writeHead(200).end();
  await again.run([receiver], () => receiver.received.length === 2);
  t.same(await listDeliveries(again.db), []);
});

t.test("a try whose process died is made again a minute later", async (t) => {
  const { db, clock } = await openOutbox(t);
  await enqueue(db, message, ["https://hook.example/"], clock.now());
  t.ok(await takeDue(db, "https://hook.example/", clock.now()));
  t.notOk(await takeDue(db, "https://hook.example/", clock.now()), "another process leaves it alone");
  const later = new Date(clock.now().getTime() + 61_000);
  t.match(await takeDue(db, "https://hook.example/", later), { attempts: 2 });
});

t.test("after two days it is kept, until a person has it tried again", async (t) => {
  const { db, clock, run } = await openOutbox(t, undefined, 60);
  const receiver = await startReceiver(t, host);
  receiver.answer = (response) => response.writeHead(500).end();
  await enqueue(db, message, urls([receiver]), clock.now());
  const isKept = async () => (await listDeliveries(db))[0]?.status === "kept";
  await run([receiver], isKept);
  const days = clock.passed() / 86_400_000;
  t.ok(days > 1.5 && days < 2.6, `${days} days`);
  t.match(await listDeliveries(db), [{ status: "kept", lastError: "it answered 500", event: "approval" }]);
  receiver.answer = (response) => response.writeHead(204).end();
  t.equal(await retryDeliveries(db, "all", clock.now()), 1);
  const before = receiver.received.length;
  await run([receiver], () => receiver.received.length > before);
  t.same(await listDeliveries(db), []);
});

t.test("a webhook that hangs delays no other", async (t) => {
  const { db, clock, run } = await openOutbox(t);
  const [hangs, good] = [await startReceiver(t, host), await startReceiver(t, host)];
  hangs.answer = undefined;
  for (let count = 0; count < 3; count += 1) await enqueue(db, message, urls([hangs, good]), clock.now());
  await run([hangs, good], () => good.received.length === 3, 60_000);
  t.equal(hangs.received.length, 1);
});

t.test("what waits for a webhook that is configured no longer is kept, and seen", async (t) => {
  const { db, run } = await openOutbox(t);
  await enqueue(db, message, ["https://old.example/hook?token=1"], new Date());
  await run([], async () => (await listDeliveries(db))[0]?.status === "kept");
  t.match(await listDeliveries(db), [{ lastError: /configuration/ }]);
});

t.test("a clock that was wrong when a try failed keeps nothing waiting", async (t) => {
  const { db } = await openOutbox(t);
  await enqueue(db, message, ["https://hook.example/"], new Date("2100-01-01"));
  t.ok(await takeDue(db, "https://hook.example/", new Date("2026-01-01")));
});

function urls(receivers: readonly Receiver[]): string[] {
  return receivers.map(({ url }) => url);
}

async function openOutbox(t: Test, path = join(t.testdir(), "outbox.db"), haste = 1) {
  const db: Kysely<DeliveryTables> = await openSqlite(path, { migrations: { "001-outbox": createDeliveryTable } });
  t.teardown(() => db.destroy());
  const clock = fastClock(haste);
  return {
    path,
    db,
    clock,
    /** Delivers until something is so, and the outbox has noted it. */
    async run(receivers: readonly Receiver[], until: () => boolean | Promise<boolean>, timeoutMs = 1000) {
      const stop = new AbortController();
      const hooks = urls(receivers).map((url) => ({ url, events: [], secret: async () => "s", allowPrivate: true }));
      const senders = webhookSenders(hooks, { resolve: resolveBySystem, now: clock.now, timeoutMs });
      const log = pino({ level: "silent" });
      const options = {
        db,
        senders,
        nameOf: webhookName,
        log,
        now: clock.now,
        sleep: clock.sleep,
        random: Math.random,
      };
      const running = deliverOutbox(options, stop.signal);
      while (!(await until())) await setTimeout(5);
      await setTimeout(50);
      stop.abort();
      await running;
    },
  };
}

/** Time that flies: every pause takes a moment, and counts in full, or `haste` times. */
function fastClock(haste: number) {
  const start = Date.now();
  let now = start;
  return {
    now: () => new Date(now),
    passed: () => now - start,
    async sleep(milliseconds: number, signal: AbortSignal) {
      await setTimeout(1, undefined, { signal });
      now += milliseconds * haste;
    },
  };
}
