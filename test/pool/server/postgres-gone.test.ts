import { connect, createServer, type Socket } from "node:net";
import t from "tap";
import { openPool } from "../../../src/pool/open-pool.ts";
import { needsPostgres, startPostgres } from "../real-postgres.ts";
import { addReseller, credit } from "../reseller.ts";
import { runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.60.1";
const json = { type: "PBX-Registrations", count: 1 };

t.test(
  "while PostgreSQL is away every answer is 503 with the time to wait; when it is back, all goes on",
  needsPostgres(),
  async (t) => {
    await using postgres = await startPostgres();
    const database = await postgres.newDatabase();
    await using pool = await openPool(database);
    const reseller = await addReseller(pool, "anna@example.com");
    await credit(pool, reseller, { "PBX-Registrations": 100 });
    const token = await sessionOf(pool, reseller);
    const server = await runningServer(t, pool, host);
    const create = (id: string) =>
      server.ask("/api/v1/license-keys", { method: "POST", token, json, headers: { "idempotency-key": id } });
    t.equal((await create("before")).status, 201);
    await postgres.stop();
    for (const answer of await Promise.all([create("one"), create("two"), server.ask("/api/v1/balance", { token })])) {
      t.match(answer, { status: 503, json: { code: "store-unreachable" } });
      t.match(answer.headers.get("content-type"), /^application\/problem\+json/);
      t.ok(Number(answer.headers.get("retry-after")) > 0);
    }
    t.equal((await server.ask("/readyz")).status, 503);
    t.equal((await server.ask("/healthz")).status, 200);
    await postgres.start();
    t.equal((await create("one")).status, 201);
    t.equal((await create("one")).status, 201);
    t.equal((await server.ask("/readyz")).status, 200);
    t.match((await server.ask("/api/v1/balance", { token })).json, { balance: [{ used: 2, left: 98 }] });
    await server.stop();
  },
);

t.test(
  "a PostgreSQL that answers nothing any more keeps nobody waiting for ever, and what it did then is not done twice",
  needsPostgres(),
  async (t) => {
    await using postgres = await startPostgres();
    await using line = await lineTo(postgres.port);
    const database = new URL(await postgres.newDatabase());
    database.port = String(line.port);
    await using pool = await openPool(database.href);
    const reseller = await addReseller(pool, "anna@example.com");
    await credit(pool, reseller, { "PBX-Registrations": 100 });
    const token = await sessionOf(pool, reseller);
    const server = await runningServer(t, pool, host, { limits: { requestMs: 2000 } });
    const create = () =>
      server.ask("/api/v1/license-keys", { method: "POST", token, json, headers: { "idempotency-key": "one" } });
    line.hold();
    const [answer, ready] = await Promise.all([create(), server.ask("/readyz")]);
    t.match(answer, { status: 503, json: { code: "timed-out" } });
    t.ok(Number(answer.headers.get("retry-after")) > 0);
    t.match(ready, { status: 503, json: { problems: ["the database does not answer"] } });
    line.goOn();
    while ((await server.ask("/readyz")).status !== 200);
    t.equal((await create()).status, 201);
    t.match((await server.ask("/api/v1/balance", { token })).json, { balance: [{ used: 1, left: 99 }] });
    await server.stop();
  },
);

/** The line to a server, on which all that is said can be held up. */
async function lineTo(port: number) {
  const sockets = new Set<Socket>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined).on("close", () => sockets.delete(from));
      from.on("data", (chunk) => void to.write(chunk));
      if (held) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    goOn() {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
