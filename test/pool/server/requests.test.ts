import { execFile } from "node:child_process";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import t from "tap";
import { z } from "zod";
import { StoreError } from "../../../src/store/store-error.ts";
import { realPeer } from "../../real-peer.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";
import { agentToken, runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.51.1";

async function server(t: import("tap").Test, options: Parameters<typeof runningServer>[3] = {}) {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2, "PBX-Registrations": 100 });
  const running = await runningServer(t, pool, host, options);
  return { ...running, pool, reseller, token: await sessionOf(pool, reseller) };
}

t.test("without a token that is valid every answer is 401, and a problem document", async (t) => {
  const { ask, pool, reseller } = await server(t);
  const past = "2020-01-01T00:00:00.000Z";
  const bad: Record<string, string | undefined> = {
    none: undefined,
    foreign: "0123456789abcdef",
    expired: await agentToken(pool, reseller, ["read"], { expires_at: past }),
    revoked: await agentToken(pool, reseller, ["read"], { revoked_at: past }),
  };
  for (const [why, token] of Object.entries(bad)) {
    for (const target of ["/api/v1/balance", "/license/get_license.php?f_mac=00-90-33-00-00-00"]) {
      const { status, headers, json } = await ask(target, { token });
      t.equal(status, 401, `${why} ${target}`);
      t.match(headers.get("content-type"), /^application\/problem\+json/);
      t.match(json, { status: 401, code: "unauthenticated", title: "Unauthorized" });
    }
  }
  t.equal((await ask("/api/v1/balance", { headers: { authorization: "Basic YTpi" } })).status, 401);
});

t.test("a key is created once for an Idempotency-Key, and its content is bound to it", async (t) => {
  const { ask, token } = await server(t);
  const headers = { "idempotency-key": "order 7" };
  const create = (json: unknown) => ask("/api/v1/license-keys", { method: "POST", token, headers, json });
  const first = await create({ type: "Relay-BRIs", count: 1, serial: thisBox });
  t.equal(first.status, 201);
  const again = await create({ type: "Relay-BRIs", count: 1, serial: thisBox });
  t.equal(again.status, 201);
  t.same(again.json, first.json);
  const other = await create({ type: "Relay-BRIs", count: 2, serial: thisBox });
  t.equal(other.status, 409);
  t.match(other.json, { code: "request-id-conflict" });
});

t.test("what the schema or the catalog refuses is 422 and names the field", async (t) => {
  const { ask, token } = await server(t);
  const post = (json: unknown) => ask("/api/v1/license-keys", { method: "POST", token, json });
  t.match(await post({ type: "Relay-BRIs", count: 1, serial: thisBox, requestId: "in the body" }), {
    status: 422,
    json: { code: "bad-request" },
  });
  t.match(await post({ type: "Relay-BRIs", count: 1, colour: "red" }), {
    status: 422,
    json: { detail: /colour/ },
  });
  for (const count of [0, -1, 1.5, 1e300, "2", null]) {
    t.equal((await post({ type: "PBX-Registrations", count })).status, 422, String(count));
  }
  t.match(await post({ type: "PBX-Registrations", count: 1, serial: "nonsense" }), {
    status: 422,
    json: { errors: [{ field: "serial", message: /00-90-33-01-02-9f/ }] },
  });
  t.equal((await ask("/api/v1/license-keys?limit=0", { token })).status, 422);
  t.equal((await ask("/api/v1/license-keys?colour=red", { token })).status, 422);
  t.equal((await ask("/api/v1/boxes/nonsense/license-file", { token })).status, 422);
  t.match(await post({ type: "Relay-BRIs", count: 3, serial: thisBox }), {
    status: 409,
    json: { code: "short-of-licenses" },
  });
});

t.test("bodies that are no JSON, nested ten thousand deep or too large are answered politely", async (t) => {
  const { ask, token, url } = await server(t);
  const raw = (body: string, type = "application/json") =>
    ask("/api/v1/license-keys", { method: "POST", token, body, headers: { "content-type": type } });
  t.match(await raw("{"), { status: 400, json: { code: "not-json" } });
  t.match(await raw("a=b", "application/x-www-form-urlencoded"), { status: 415, json: { code: "not-json" } });
  t.match(await raw(""), { status: 422 });
  t.match(await raw("[".repeat(10_000) + "]".repeat(10_000)), { status: 422, json: { code: "bad-request" } });
  const deep = `{"type":${"[".repeat(10_000)}${"]".repeat(10_000)},"count":1}`;
  t.match(await raw(deep), { status: 422 });
  t.match(await raw(`{"type":"${"x".repeat(1024 * 1024)}"}`), { status: 413, json: { code: "too-large" } });
  t.match(await raw('{"__proto__":{"type":"Relay-BRIs"},"count":1}'), { status: 400 });
  t.equal((await ask("/healthz")).status, 200, "it is well");
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(
    `POST /api/v1/license-keys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n`,
  );
  t.match(await text(socket), /^HTTP\/1.1 413 /, "before the hundred megabytes were sent");
});

t.test("another account's things are not told apart from what does not exist", async (t) => {
  const { ask, token, pool } = await server(t);
  const other = await addReseller(pool, "berta@example.com");
  const theirs = await sessionOf(pool, other);
  await ask("/api/v1/license-keys", {
    method: "POST",
    token,
    json: { type: "Relay-BRIs", count: 1, serial: thisBox },
  });
  const files = [thisBox, otherBox].map((box) => ask(`/api/v1/boxes/${box}/license-file`, { token: theirs }));
  const [known, unknown] = await Promise.all(files);
  t.equal(known?.status, 404);
  t.equal(known?.text.replace(thisBox, "BOX"), unknown?.text.replace(otherBox, "BOX"));
  t.same((await ask(`/api/v1/license-keys?serial=${thisBox}`, { token: theirs })).json, { licenseKeys: [] });
  t.equal((await ask(`/license/get_license.php?f_mac=${thisBox}`, { token: theirs })).status, 404);
  const accounts = ["anna@example.com", "nobody@example.com"].map((email) =>
    ask("/api/v1/balance", { token: theirs, headers: { "varsync-account": email } }),
  );
  for (const { status } of await Promise.all(accounts)) t.equal(status, 404);
});

t.test("the vendor's address shows the license file of a box, and claims nothing", async (t) => {
  const { ask, token, pool } = await server(t);
  const { json } = await ask("/api/v1/license-keys", {
    method: "POST",
    token,
    json: { type: "Relay-BRIs", count: 1, serial: thisBox },
  });
  const file = await ask("/license/get_license.php?f_mac=00-90-33-00-00-00", { token });
  t.match(file.headers.get("content-type"), /^text\/plain/);
  t.match(json, { licenseKeys: [{ line: file.text.replace("\r\n", "") }] });
  const before = await pool.db.selectFrom("ledger").selectAll().execute();
  await ask(`/license/get_license.php?f_mac=${otherBox}`, { token });
  t.same(await pool.db.selectFrom("ledger").selectAll().execute(), before);
});

t.test("what did not change is answered with 304", async (t) => {
  const { ask, token } = await server(t);
  const first = await ask("/api/v1/balance", { token });
  const etag = first.headers.get("etag") ?? "";
  t.ok(etag);
  const again = await ask("/api/v1/balance", { token, headers: { "if-none-match": etag } });
  t.equal(again.status, 304);
  t.equal(again.text, "");
});

t.test("too many requests are 429 with the time to wait", async (t) => {
  const { ask, token } = await server(t, { limits: { perToken: 3, refusedPerAddress: 2 } });
  for (const expected of [200, 200, 200, 429]) t.equal((await ask("/api/v1/balance", { token })).status, expected);
  const { headers, json } = await ask("/api/v1/balance", { token });
  t.match(json, { code: "too-many-requests" });
  t.ok(Number(headers.get("retry-after")) >= 1);
  const guesses = ["one", "two", "three"].map((guess) => ask("/api/v1/balance", { token: guess }));
  t.same((await Promise.all(guesses)).map(({ status }) => status).sort(), [401, 401, 429]);
});

t.test("a database that is gone is 503 with Retry-After, a full disk 507, a bug 500 without details", async (t) => {
  let fails: unknown;
  const authenticate = () => Promise.reject(fails);
  const { ask, logs } = await server(t, { authenticate });
  fails = new StoreError("store-unreachable", "postgres://secret-host/pool: nothing answers there");
  const gone = await ask("/api/v1/balance", { token: "x" });
  t.match(gone, { status: 503, json: { code: "store-unreachable" } });
  t.ok(gone.headers.get("retry-after"));
  t.notMatch(gone.text, "secret-host");
  fails = new StoreError("disk-full", "the disk is full");
  t.match(await ask("/api/v1/balance", { token: "x" }), { status: 507, json: { code: "disk-full" } });
  fails = new TypeError("cannot read properties of undefined");
  const bug = await ask("/api/v1/balance", { token: "x" });
  t.match(bug, { status: 500, json: { code: "internal-error" } });
  t.notMatch(bug.text, "undefined");
  const id = bug.headers.get("x-request-id") ?? "none";
  t.ok(
    logs.some((line) => line.includes(id) && line.includes("cannot read properties")),
    "the log has it, by the request's id",
  );
});

t.test("logs name request, caller and outcome, and no secret", async (t) => {
  const { ask, token, logs } = await server(t);
  const json = { type: "Relay-BRIs", count: 1, serial: thisBox, customer: "confidential" };
  const created = await ask("/api/v1/license-keys", { method: "POST", token, json });
  await ask(`/api/v1/license-keys?search=${token}`, { token });
  await ask("/api/v1/activation-keys", {
    method: "POST",
    token,
    json: { activationKeys: ["ACT-1-1234-1234-1234-1234"] },
  });
  await ask("/api/v1/balance", { headers: { authorization: `Basic ${token}` } });
  const all = logs.join("");
  const [, key = "none"] = /"key":"([^"]+)"/.exec(created.text) ?? [];
  for (const secret of [token, key, "confidential", "ACT-1-"]) t.notMatch(all, secret);
  const line: unknown = JSON.parse(logs.find((one) => one.includes('"POST"')) ?? "{}");
  t.match(line, {
    method: "POST",
    route: "/api/v1/license-keys",
    status: 201,
    caller: "anna@example.com",
    from: "127.0.0.1",
  });
  t.match(line, { reqId: created.headers.get("x-request-id") });
});

t.test("metrics tell balances only to who may see them", async (t) => {
  const { ask, token, pool, reseller } = await server(t);
  const other = await addReseller(pool, "berta@example.com");
  await credit(pool, other, { "PBX-Operators": 1 });
  await ask("/api/v1/balance", { token });
  const open = await ask("/metrics");
  t.match(open.text, 'varsync_pool_requests_total{route="/api/v1/balance",status="200"} 1');
  t.match(open.text, "varsync_pool_request_duration_seconds_bucket");
  t.notMatch(open.text, "varsync_pool_left");
  const own = await ask("/metrics", { token });
  t.match(own.text, 'varsync_pool_left{account="anna@example.com",type="Relay-BRIs"} 2');
  t.notMatch(own.text, "berta");
  t.notMatch(
    (await ask("/metrics", { token: await agentToken(pool, reseller, ["create"]) })).text,
    "varsync_pool_left",
  );
});

t.test("health, readiness and what is nowhere", async (t) => {
  const { ask, pool } = await server(t);
  t.same((await ask("/healthz")).json, { status: "ok" });
  t.same((await ask("/readyz")).json, { status: "ok" });
  t.match(await ask("/nowhere"), { status: 404, json: { code: "not-found" } });
  await pool.db.destroy();
  t.equal((await ask("/readyz")).status, 503);
  t.equal((await ask("/healthz")).status, 200);
});

t.test(
  "a method that an address does not take is 405 with those that it takes; HEAD goes where GET goes",
  async (t) => {
    const { ask, token, pool } = await server(t);
    const { json } = await ask("/openapi.json");
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(json);
    const others = { "/openapi.json": { get: {} }, "/healthz": { get: {} }, "/metrics": { get: {} } };
    const before = await pool.db.selectFrom("ledger").selectAll().execute();
    for (const [path, described] of Object.entries({ ...paths, ...others })) {
      const target = path.replace(/\{(serial|id|email|site|agent)\}/g, "a%2Fb@c");
      const taken = Object.keys(described).map((method) => method.toUpperCase());
      const allow = [...taken, ...(taken.includes("GET") ? ["HEAD"] : [])].sort().join(", ");
      for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]) {
        if (allow.split(", ").includes(method)) continue;
        const body =
          method === "GET" || method === "HEAD" ? {} : { body: "<no json>", headers: { "content-type": "a/b" } };
        const answer = await ask(target, { method, ...body });
        const { status, headers } = answer;
        t.same([status, headers.get("allow")], [405, allow], `${method} ${path}`);
        if (method !== "HEAD") t.match(answer, { json: { code: "method-not-allowed", status: 405 } });
      }
    }
    t.same(await pool.db.selectFrom("ledger").selectAll().execute(), before);
    const [got, head] = [
      await ask("/api/v1/balance", { token }),
      await ask("/api/v1/balance", { token, method: "HEAD" }),
    ];
    t.match(head, { status: 200, text: "" });
    for (const name of ["content-length", "content-type", "etag"])
      t.equal(head.headers.get(name), got.headers.get(name));
    t.equal((await ask("/api/v1/balance", { method: "HEAD" })).status, 401);
    for (const nowhere of ["/api/v1/balance/", "/api/v1", "/", "/api/v1/Balance", "/api/v1/boxes/x/y"]) {
      const posted = await ask(nowhere, { method: "POST", body: "<no json>", headers: { "content-type": "a/b" } });
      t.match(posted, { status: 404, json: { code: "not-found" } }, nowhere);
    }
  },
);

t.test("a proxy is believed only at its configured address", async (t) => {
  const ask = async (trustProxy: readonly string[]) => {
    const running = await server(t, { trustProxy });
    const headers = { "x-forwarded-for": "192.0.2.7" };
    await running.ask("/api/v1/license-types", { headers });
    return running.logs.find((line) => line.includes("answered")) ?? "";
  };
  t.match(await ask(["127.0.0.0/8"]), '"from":"192.0.2.7"');
  t.match(await ask(["192.0.2.1"]), '"from":"127.0.0.1"');
});

t.test("a server that stops answers first what it was asked", async (t) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { authenticate } = await import("../../../src/pool/access/authenticate.ts");
  const { ask, token, stop, url } = await server(t, {
    authenticate: async (...given) => {
      await held;
      return authenticate(...given);
    },
  });
  const answer = ask("/api/v1/balance", { token });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = stop();
  setTimeout(go, 100);
  t.equal((await answer).status, 200);
  await stopped;
  await t.rejects(fetch(`${url}/healthz`));
});

t.test("curl gets along with it", realPeer("curl"), async (t) => {
  const { url, token } = await server(t);
  const run = promisify(execFile);
  const { stdout } = await run("curl", ["-sS", "-i", "-H", `Authorization: Bearer ${token}`, `${url}/api/v1/balance`]);
  t.match(stdout, /^HTTP\/1.1 200 OK\r\n/);
  t.match(stdout, /"type":"Relay-BRIs","loaded":2,"used":0,"left":2/);
});
