import t from "tap";
import { freeHttp } from "../../free-http.ts";
import { oldAnswer, startRawServer } from "../../raw-server.ts";

const ask = { maxBytes: 1000, signal: new AbortController().signal };

t.test("an answer as old boxes give it is read to the end of the connection", async (t) => {
  await using server = await startRawServer(() => oldAnswer("<info/>", "200 OK ", "Content-type: text/xml"));
  await using http = freeHttp();
  const answer = await http.get(server.endpoint, "/CMD0/box_info.xml", ask);
  t.match(answer, { status: 200, unauthorized: false, headers: { "content-type": "text/xml" } });
  t.equal(answer.body.toString(), "<info/>");
  t.equal(server.requests[0]?.line, "GET /CMD0/box_info.xml HTTP/1.1");
  t.match(server.requests[0]?.head, /^connection: close$/im);
});

t.test("a path goes over the wire as it is, dot segments and encoded bytes included", async (t) => {
  await using server = await startRawServer(() => oldAnswer("ok"));
  await using http = freeHttp();
  await http.get(server.endpoint, "/!vars%20create/../x/./%2e%2E//y%FC+", ask);
  t.equal(server.requests[0]?.path, "/!vars%20create/../x/./%2e%2E//y%FC+");
});

t.test("a path with blanks or line ends in it is a bug and never leaves", async (t) => {
  await using http = freeHttp();
  const nowhere = { address: "127.0.0.1", httpPort: 9 };
  await t.rejects(http.get(nowhere, "/a b", ask), TypeError);
  await t.rejects(http.get(nowhere, "/a\r\nX: y", ask), TypeError);
  await t.rejects(http.get(nowhere, "cfg.txt", ask), TypeError);
});

t.test("a redirect is not followed", async (t) => {
  await using server = await startRawServer(() => oldAnswer("", "302 Found", "Location: http://127.0.0.1:9/"));
  await using http = freeHttp();
  t.equal((await http.get(server.endpoint, "/", ask)).status, 302);
  t.equal(server.requests.length, 1);
});

t.test("an error status is an answer, and asked once only", async (t) => {
  await using server = await startRawServer(() => oldAnswer("busy", "503 Service Unavailable"));
  await using http = freeHttp();
  t.equal((await http.get(server.endpoint, "/", ask)).status, 503);
  t.equal(server.requests.length, 1);
});

t.test("headers that end in a bare LF and odd characters in them are forgiven", async (t) => {
  await using server = await startRawServer(() => "HTTP/1.0 200 OK\nServer: b\x01x\nX-Y: z\n\nbody");
  await using http = freeHttp();
  t.equal((await http.get(server.endpoint, "/", ask)).body.toString(), "body");
});

t.test("a body is posted with its length", async (t) => {
  await using server = await startRawServer(() => oldAnswer("ok"));
  await using http = freeHttp();
  const body = Buffer.from("<soap/>");
  await http.get(server.endpoint, "/PBX0/user.soap", { ...ask, method: "POST", body, headers: { soapaction: '""' } });
  t.match(server.requests[0], { line: "POST /PBX0/user.soap HTTP/1.1", body: "<soap/>" });
  t.match(server.requests[0]?.head, /^content-length: 7$/im);
});

t.test("an answer that has exactly the allowed size is taken, one byte more is too large", async (t) => {
  await using server = await startRawServer((_request, count) => oldAnswer("x".repeat(999 + count)));
  await using http = freeHttp();
  t.equal((await http.get(server.endpoint, "/", ask)).body.length, 1000);
  await t.rejects(http.get(server.endpoint, "/", ask), { code: "too-large" });
});

t.test("an endless answer ends as too large, and the connection is closed", async (t) => {
  const closed = new Promise<void>((resolve) => {
    t.context.closed = resolve;
  });
  await using server = await startRawServer(({ socket }) => {
    socket.write("HTTP/1.0 200 OK\r\n\r\n");
    const more = setInterval(() => socket.write("endless ".repeat(100)), 5);
    socket.on("close", () => {
      clearInterval(more);
      t.context.closed();
    });
    return undefined;
  });
  await using http = freeHttp();
  await t.rejects(http.get(server.endpoint, "/", ask), { code: "too-large" });
  await closed;
});

t.test("an answer that comes one byte at a time is read, unless it takes too long in all", async (t) => {
  const text = "HTTP/1.0 200 OK\r\n\r\nslow";
  await using server = await startRawServer(({ path, socket }) => {
    let at = 0;
    const next = setInterval(
      () => (at < text.length || path === "/endless" ? socket.write(text[at++] ?? "x") : socket.end()),
      10,
    );
    socket.on("close", () => clearInterval(next));
    return undefined;
  });
  await using http = freeHttp({ totalTimeoutMs: 3000 });
  t.equal((await http.get(server.endpoint, "/", ask)).body.toString(), "slow");
  await t.rejects(http.get(server.endpoint, "/endless", ask), { code: "timed-out" });
});

t.test("a box that says nothing for the idle time is timed out", async (t) => {
  await using server = await startRawServer(({ socket }) => void socket.write("HTTP/1.0 200 OK\r\n\r\nha"));
  await using http = freeHttp({ idleTimeoutMs: 1000 });
  const wanted = { code: "timed-out", address: "127.0.0.1", cause: { message: /idle/ } };
  await t.rejects(http.get(server.endpoint, "/", ask), wanted);
});

t.test("nothing listening is unreachable, and the cause says so", async (t) => {
  const server = await startRawServer(() => "");
  await server[Symbol.asyncDispose]();
  await using http = freeHttp();
  await t.rejects(http.get(server.endpoint, "/", ask), { code: "unreachable", cause: { code: "ECONNREFUSED" } });
});

t.test("a connection that is dropped before, within or after the head is unreachable", async (t) => {
  for (const start of ["", "HTTP/1.0 200 O", "HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\nha"]) {
    await using server = await startRawServer(() => start);
    await using http = freeHttp();
    await t.rejects(http.get(server.endpoint, "/", ask), { code: "unreachable" }, JSON.stringify(start));
  }
  await using resetting = await startRawServer(({ socket }) => void socket.resetAndDestroy());
  await using http = freeHttp();
  await t.rejects(http.get(resetting.endpoint, "/", ask), { code: "unreachable", cause: { code: "ECONNRESET" } });
});

t.test("garbage instead of HTTP is not understood", async (t) => {
  for (const garbage of ["\x00\xff\x17garbage\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "<html>no head</html>\r\n\r\n"]) {
    await using server = await startRawServer(() => Buffer.from(garbage, "latin1"));
    await using http = freeHttp();
    await t.rejects(http.get(server.endpoint, "/", ask), { code: "not-understood" }, JSON.stringify(garbage));
  }
});

t.test("headers without end are too large", async (t) => {
  await using server = await startRawServer(() => `HTTP/1.0 200 OK\r\n${"X: y\r\n".repeat(100_000)}\r\n`);
  await using http = freeHttp();
  await t.rejects(http.get(server.endpoint, "/", ask), { code: "too-large" });
});

t.test("an abort ends the wait with its own reason, and closing the client ends all", async (t) => {
  await using server = await startRawServer(() => undefined);
  const http = freeHttp();
  const abort = new AbortController();
  const waiting = http.get(server.endpoint, "/", { ...ask, signal: abort.signal });
  const other = http.get(server.endpoint, "/", ask);
  setTimeout(() => abort.abort(new Error("enough")), 50);
  await t.rejects(waiting, { message: "enough" });
  await http[Symbol.asyncDispose]();
  await t.rejects(other, { name: "AbortError" });
  await t.rejects(http.get(server.endpoint, "/", { ...ask, signal: AbortSignal.abort(new Error("before")) }), {
    message: "before",
  });
});
