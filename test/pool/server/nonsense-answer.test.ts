import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import t, { type Test } from "tap";
import { credit, examplePool } from "../example-pool.ts";
import { type RunningServer, runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.58.1";
const order = '{"type":"PBX-Registrations","count":1}';

async function server(t: Test, options: Parameters<typeof runningServer>[3] = {}) {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  const running = await runningServer(t, pool, host, options);
  const token = await sessionOf(pool, reseller);
  const head = `Host: pool\r\nAuthorization: Bearer ${token}\r\n`;
  const keys = async () => (await pool.db.selectFrom("license_key").select("customer").execute()).length;
  return { ...running, token, head, keys };
}

/** All that comes back until the server closes the connection. */
async function exchange({ port }: RunningServer, ...sent: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, host);
  const { promise, resolve } = Promise.withResolvers<void>();
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => void chunks.push(chunk));
  socket.on("error", () => undefined).on("close", () => resolve());
  for (const bytes of sent) socket.write(bytes);
  await promise;
  return Buffer.concat(chunks).toString();
}

function isProblem(t: Test, answer: string, status: number, what: string): void {
  t.match(answer, new RegExp(`^HTTP/1.1 ${status} `), what);
  t.match(answer, /content-type: application\/problem\+json/i, what);
  t.match(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n"))), { status, type: "about:blank" }, what);
}

t.test("what is no HTTP, or no address, is answered with a problem document too", async (t) => {
  const running = await server(t);
  const { head } = running;
  const get = (path: string) => `GET ${path} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`;
  const post = `POST /api/v1/license-keys HTTP/1.1\r\n${head}Content-Type: application/json\r\n`;
  const cases: readonly (readonly [string, number, string])[] = [
    ["not HTTP", 400, "\x16\x03\x01 hello\r\n\r\n"],
    ["no method", 400, `FROB /api/v1/balance HTTP/1.1\r\n${head}\r\n`],
    ["headers too long", 431, `GET /healthz HTTP/1.1\r\n${head}X: ${"a".repeat(20_000)}\r\n\r\n`],
    ["two lengths", 400, `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
    ["a broken chunk", 400, `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ["percent signs that mean nothing", 400, get("/api/v1/boxes/%zz")],
    ["bytes that are no UTF-8", 400, get("/api/v1/boxes/%ED%A0%80/license-file")],
    ["a zero byte", 422, get("/api/v1/boxes/%00/license-file")],
    ["a part that is too long", 414, get(`/api/v1/boxes/${"a".repeat(1000)}`)],
    ["a cursor of nine thousand characters", 422, get(`/api/v1/license-keys?cursor=${"1".repeat(9000)}`)],
    ["names that objects have", 422, get("/api/v1/license-keys?__proto__=1&constructor=2")],
    ["another method", 405, `PATCH /api/v1/balance HTTP/1.1\r\n${head}Connection: close\r\n\r\n`],
    ["OPTIONS", 404, `OPTIONS * HTTP/1.1\r\n${head}Connection: close\r\n\r\n`],
  ];
  for (const [what, status, bytes] of cases) isProblem(t, await exchange(running, bytes), status, what);
  t.equal((await running.ask("/healthz")).status, 200);
  t.equal(await running.keys(), 0);
});

t.test("a body that is compressed, no UTF-8 or no plain JSON creates nothing", async (t) => {
  const running = await server(t);
  const { ask, token, keys } = running;
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    ask("/api/v1/license-keys", {
      method: "POST",
      token,
      body: typeof body === "string" ? body : new Uint8Array(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const latin1 = Buffer.from(order.replace("}", ',"customer":"Müller"}'), "latin1");
  t.match(await post(latin1), { status: 400, json: { code: "not-json", detail: "the body is no UTF-8" } });
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  t.match(await post(bomb, { "content-encoding": "gzip" }), { status: 415, json: { code: "not-json" } });
  t.match(await post(gzipSync(order), { "content-encoding": "gzip" }), { status: 415 });
  t.match(await post(order, { "content-type": "text/plain" }), { status: 415, json: { code: "not-json" } });
  t.match(await post(order.replace("1}", "1e999}")), { status: 422, json: { errors: [{ field: "count" }] } });
  t.match(await post(order.replace("1}", "NaN}")), { status: 400 });
  for (const text of ["\\u0000", "\\ud800"]) {
    t.match(await post(order.replace("}", `,"customer":"${text}"}`)), { status: 422 });
  }
  t.equal(await keys(), 0);
});

t.test("where nothing needs to be said, no body, an empty one and {} are the same", async (t) => {
  const { ask, token } = await server(t);
  const claim = (init: object) => ask("/api/v1/boxes/00-90-33-00-00-00/claim", { method: "POST", token, ...init });
  const json = { "content-type": "application/json" };
  const answers = [await claim({}), await claim({ headers: json, body: "" }), await claim({ json: {} })];
  t.same(
    answers.map(({ status, text }) => ({ status, text })),
    Array(3).fill({ status: 404, text: answers[0]?.text }),
  );
});

t.test("requests in a row without waiting are answered in that row", async (t) => {
  const running = await server(t);
  const create = (id: string) =>
    `POST /api/v1/license-keys HTTP/1.1\r\n${running.head}Idempotency-Key: ${id}\r\nContent-Type: application/json\r\nContent-Length: ${order.length}\r\n\r\n${order}`;
  const last = `GET /healthz HTTP/1.1\r\n${running.head}Connection: close\r\n\r\n`;
  const answers = await exchange(running, ["a", "b", "c", "a"].map(create).join("") + last);
  const statuses = [...answers.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status);
  t.same(statuses, ["201", "201", "201", "201", "200"]);
  t.same(
    [...answers.matchAll(/"requestId":"(\w)"/g)].map(([, id]) => id),
    ["a", "b", "c", "a"],
  );
  t.equal(await running.keys(), 3);
});

t.test("HEAD is answered as GET, without a body", async (t) => {
  const running = await server(t);
  const answer = await exchange(running, `HEAD /api/v1/balance HTTP/1.1\r\n${running.head}Connection: close\r\n\r\n`);
  t.match(answer, /^HTTP\/1.1 200 OK\r\n[\s\S]*content-length: [1-9]\d*\r\n[\s\S]*\r\n\r\n$/i);
});

t.test("slow senders are shown the door, and do not keep others out", async (t) => {
  const running = await server(t, { limits: { requestMs: 500 } });
  const drip = async (bytes: string) => {
    const socket = connect(running.port, host);
    let answer = "";
    let open = true;
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket
      .on("error", () => undefined)
      .on("close", () => {
        open = false;
      });
    for (let sent = 0; open; sent += 1) {
      socket.write(bytes[sent % bytes.length] ?? "");
      await setTimeout(20);
    }
    return answer;
  };
  const body = `POST /api/v1/license-keys HTTP/1.1\r\n${running.head}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n`;
  const slowBody = exchange(running, body);
  const silent = Array.from({ length: 100 }, () => exchange(running, ""));
  const slowHead = drip(`GET /healthz HTTP/1.1\r\nX: ${"a".repeat(10_000)}`);
  t.equal((await running.ask("/healthz")).status, 200, "meanwhile");
  isProblem(t, await slowHead, 408, "a head that never ends");
  t.match(await slowBody, /^HTTP\/1.1 408 |^$/, "a body that never comes");
  await Promise.all(silent);
});
