import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import t from "tap";
import { toByteText } from "../../../src/license/byte-text.ts";
import { remoteManager } from "../../../src/pool/client/remote-manager.ts";
import { createLicenseKey } from "../../../src/pool/operations/create-license-key.ts";
import { issueActivationKey } from "../../../src/pool/operations/issue-activation-key.ts";
import { listLicenseKeys } from "../../../src/pool/operations/list-license-keys.ts";
import { showBalance } from "../../../src/pool/operations/show-balance.ts";
import { showLicenseFile } from "../../../src/pool/operations/show-license-file.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";
import { runningServer, sessionOf } from "../server/running-server.ts";

const host = "127.61.50.1";
const quick = { pauses: [5, 5, 5], connect: 2000, request: 2000 };

t.test("a server is the same license manager as the database", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const server = await runningServer(t, pool, host);
  const manager = server.manager(await sessionOf(pool, reseller), quick);
  t.same(await manager.call(showBalance, {}), { balance: [{ type: "Relay-BRIs", loaded: 2, used: 0, left: 2 }] });
  const request = { type: "Relay-BRIs", count: 2, serial: thisBox, customer: "Müller & Söhne, 🎷", requestId: "one" };
  const { licenseKeys } = await manager.call(createLicenseKey, request);
  t.match(licenseKeys, [{ type: "Relay-BRIs", count: 2, serial: thisBox, customer: "Müller & Söhne, 🎷" }]);
  t.same(await manager.call(createLicenseKey, request), { licenseKeys });
  t.same(await manager.call(listLicenseKeys, { serial: thisBox, limit: 1 }), { licenseKeys });
  t.equal(await manager.call(showLicenseFile, { serial: thisBox }), toByteText(`${licenseKeys[0]?.line}\r\n`));
  await t.rejects(manager.call(createLicenseKey, { ...request, requestId: "two" }), { code: "short-of-licenses" });
  await t.rejects(manager.call(createLicenseKey, { ...request, count: 1 }), { code: "request-id-conflict" });
});

t.test("a lost answer is asked for again with the same request id", async (t) => {
  const ids: unknown[] = [];
  const url = await answering(t, (count, headers, response) => {
    ids.push(headers["idempotency-key"]);
    if (count === 1) return void response.destroy();
    if (count === 2) return void response.writeHead(503, { "retry-after": "0" }).end();
    response.writeHead(201, { "content-type": "application/json" }).end('{"licenseKeys":[]}');
  });
  const manager = remoteManager({ url, token: async () => "x", times: quick });
  t.same(await manager.call(createLicenseKey, { type: "Relay-BRIs", count: 1 }), { licenseKeys: [] });
  t.equal(ids.length, 3);
  t.match(ids[0], /^[0-9a-f-]{36}$/);
  t.equal(new Set(ids).size, 1, "the same one each time");
});

t.test("what has no request id is not sent again once it may have arrived", async (t) => {
  let asked = 0;
  const url = await answering(t, (count, _, response) => {
    asked = count;
    response.destroy();
  });
  const manager = remoteManager({ url, token: async () => "x", times: quick });
  await t.rejects(manager.call(issueActivationKey, { licenses: { "PBX-Operators": 1 } }), { code: "pool-unreachable" });
  t.equal(asked, 1);
});

t.test("a server that is not there, or no pool server, is told as such", async (t) => {
  const url = new URL("http://127.61.50.1:9");
  const manager = remoteManager({ url, token: async () => "x", times: quick });
  await t.rejects(manager.call(showBalance, {}), { code: "pool-unreachable", message: /nothing answers there/ });
  const page = await answering(t, (_, __, response) => void response.end("<h1>It works!</h1>"));
  await t.rejects(remoteManager({ url: page, token: async () => "x", times: quick }).call(showBalance, {}), {
    code: "bad-answer",
  });
});

t.test("a redirection is not followed: the token is for this server alone", async (t) => {
  let seen = 0;
  const other = await answering(t, (count, _, response) => {
    seen = count;
    response.end("{}");
  });
  const url = await answering(t, (_, __, response) => void response.writeHead(302, { location: other.href }).end());
  await t.rejects(remoteManager({ url, token: async () => "x", times: quick }).call(showBalance, {}), {
    code: "bad-answer",
  });
  t.equal(seen, 0);
});

t.test("codes that a newer server knows come through", async (t) => {
  const url = await answering(t, (_, __, response) => {
    response.writeHead(418, { "content-type": "application/problem+json" });
    response.end('{"code":"only-tea","detail":"there is only tea"}');
  });
  await t.rejects(remoteManager({ url, token: async () => "x", times: quick }).call(showBalance, {}), {
    code: "only-tea",
    message: "there is only tea",
  });
});

type Handle = (
  count: number,
  headers: Readonly<Record<string, unknown>>,
  response: import("node:http").ServerResponse,
) => void;

/** A server that is none of ours. */
async function answering(t: import("tap").Test, handle: Handle): Promise<URL> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    request.resume();
    handle(count, request.headers, response);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  t.teardown(() => server.close());
  return new URL(`http://${host}:${(server.address() as AddressInfo).port}`);
}
