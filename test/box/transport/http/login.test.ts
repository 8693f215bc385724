import t from "tap";
import { createAuthMemory } from "../../../../src/box/transport/http/auth/auth-memory.ts";
import { startDigestBox } from "../../auth-server.ts";
import { freeHttp } from "../../free-http.ts";
import { oldAnswer, startRawServer } from "../../raw-server.ts";

const credential = { user: "admin", password: "ip400" };
const ask = { maxBytes: 1000, signal: new AbortController().signal };
const wantsBasic = oldAnswer("no", "401 Unauthorized", 'WWW-Authenticate: Basic realm="box"');

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

t.test("Digest is answered in every form that boxes are known to ask for", async (t) => {
  const forms = {
    "without qop": { challenge: 'realm="box"' },
    "with qop": { challenge: 'realm="box", qop="auth"' },
    "with several qops and an opaque": { challenge: 'realm="box", qop="auth-int,auth", opaque="op\\"aque"' },
    "unquoted qop and algorithm": { challenge: 'realm="box", qop=auth, algorithm=MD5' },
    "MD5-sess": { challenge: 'realm="box", qop="auth", algorithm=MD5-sess', session: true },
    "MD5-sess without qop": { challenge: 'realm="box", algorithm="md5-SESS"', session: true },
    "SHA-256": { challenge: 'realm="box", qop="auth", algorithm=SHA-256, charset=UTF-8', hash: "sha256" },
    "a realm with Latin-1 bytes, commas and quotes": { challenge: 'realm="M\xfcller, \\"gate\\" = 1", qop="auth"' },
  };
  for (const [name, form] of Object.entries(forms)) {
    await using box = await startDigestBox({ ...credential, ...form });
    await using http = freeHttp();
    for (const path of ["/cfg.txt", "/!config%20write"]) {
      const answer = await http.get(box.endpoint, path, { ...ask, credential });
      t.equal(answer.body.toString(), "welcome", `${name}: ${path}`);
    }
    t.equal(box.requests.length, 3, `${name}: the second request needs no challenge`);
  }
});

t.test("user names and passwords with umlauts, colons, blanks and quotes log in", async (t) => {
  for (const [user, password] of [
    ["admin", " pä:ss wörd€ "],
    ['Mül"ler\\', '":,='],
    ["admin", ""],
  ] as const) {
    await using box = await startDigestBox({ user, password, challenge: 'realm="box", qop="auth"' });
    await using http = freeHttp();
    t.equal((await http.get(box.endpoint, "/", { ...ask, credential: { user, password } })).status, 200, user);
    await using old = await startRawServer(({ authorization }) =>
      authorization === basic(user, password) ? oldAnswer("welcome") : wantsBasic,
    );
    t.equal((await http.get(old.endpoint, "/", { ...ask, credential: { user, password } })).status, 200, user);
  }
});

t.test("without a credential nothing is sent, and the answer says that a login is wanted", async (t) => {
  await using server = await startRawServer(() => wantsBasic);
  await using http = freeHttp();
  t.match(await http.get(server.endpoint, "/", ask), { status: 401, unauthorized: true });
  t.equal(server.requests.length, 1);
  t.equal(server.requests[0]?.authorization, undefined);
});

t.test("a credential that is not asked for is not sent", async (t) => {
  await using server = await startRawServer(() => oldAnswer("open"));
  await using http = freeHttp();
  await http.get(server.endpoint, "/", { ...ask, credential });
  t.equal(server.requests[0]?.authorization, undefined);
});

t.test("a refused credential is tried once, with Digest and with Basic", async (t) => {
  const wrong = { user: "admin", password: "wrong" };
  await using digest = await startDigestBox({ ...credential, challenge: 'realm="box"', nonce: (n) => `n${n}` });
  await using old = await startRawServer(() => wantsBasic);
  await using http = freeHttp();
  for (const box of [digest, old]) {
    await t.rejects(http.get(box.endpoint, "/", { ...ask, credential: wrong }), { code: "auth-failed" });
    t.equal(box.requests.filter((request) => request.authorization).length, 1);
  }
});

t.test("no error text or cause carries the password", async (t) => {
  await using box = await startRawServer(({ authorization, socket }) =>
    authorization ? void socket.destroy() : wantsBasic,
  );
  await using http = freeHttp();
  const error = await http.get(box.endpoint, "/", { ...ask, credential }).catch((error: unknown) => error);
  const { inspect } = await import("node:util");
  const text = inspect(error, { depth: 20, showHidden: true });
  t.match(text, /ECONNRESET/);
  t.notMatch(text, /ip400|uthorization|Basic/);
});

t.test("a stale nonce is replaced once, and a box that calls every nonce stale is given up", async (t) => {
  await using box = await startDigestBox({
    ...credential,
    challenge: 'realm="box", qop="auth"',
    nonce: (count) => (count < 3 ? "first" : "second"),
    saysStale: true,
  });
  await using http = freeHttp();
  for (let round = 0; round < 3; round++) await http.get(box.endpoint, "/", { ...ask, credential });
  t.equal(box.requests.length, 5, "challenge, answer; stale, answer; answer");

  await using never = await startDigestBox({
    ...credential,
    challenge: 'realm="box"',
    nonce: (n) => `n${n}`,
    saysStale: true,
  });
  await t.rejects(http.get(never.endpoint, "/", { ...ask, credential }), { code: "auth-failed" });
  t.equal(never.requests.length, 3);
});

t.test("a box that gives every nonce for one request only is answered each time", async (t) => {
  await using box = await startDigestBox({
    ...credential,
    challenge: 'realm="box"',
    nonce: (n) => `n${Math.floor(n / 2)}`,
  });
  await using http = freeHttp();
  await t.rejects(http.get(box.endpoint, "/", { ...ask, credential }), { code: "auth-failed" }, "fresh and wrong");
  await using other = await startDigestBox({
    ...credential,
    challenge: 'realm="box", qop="auth"',
    nonce: (n) => `n${Math.ceil(n / 2)}`,
  });
  for (let round = 0; round < 3; round++) await http.get(other.endpoint, "/", { ...ask, credential });
  t.equal(other.requests.length, 6);
});

t.test("Digest goes before Basic when both are offered, in one header or in two", async (t) => {
  for (const offer of [
    ['WWW-Authenticate: Basic realm="a, b", Digest realm="box", nonce="x"'],
    ['WWW-Authenticate: Basic realm="a"', 'WWW-Authenticate: Digest realm="box", nonce="x"'],
  ]) {
    await using box = await startRawServer(({ authorization }) =>
      authorization ? oldAnswer("in") : oldAnswer("", "401 Unauthorized", ...offer),
    );
    await using http = freeHttp();
    await http.get(box.endpoint, "/", { ...ask, credential });
    t.match(box.requests[1]?.authorization, /^Digest /);
  }
});

t.test("once Digest was seen on a box, Basic never gets an answer there", async (t) => {
  const requests: (string | undefined)[] = [];
  let wants = oldAnswer("", "401 Unauthorized", 'WWW-Authenticate: Digest realm="box", nonce="x"');
  await using box = await startRawServer(({ authorization }) => {
    requests.push(authorization);
    return wants;
  });
  const authMemory = createAuthMemory();
  await using http = freeHttp({}, authMemory);
  t.equal((await http.get(box.endpoint, "/", ask)).unauthorized, true);
  t.ok(authMemory.digestSeen(box.endpoint), "also when no credential was at hand");
  for (wants of [wantsBasic, oldAnswer("401 unauthorized"), oldAnswer("", "401 Unauthorized")]) {
    await t.rejects(http.get(box.endpoint, "/", { ...ask, credential }), {
      code: "auth-failed",
      message: /Digest before/,
    });
  }
  t.strictSame(requests.filter(Boolean), []);
});

t.test("a Digest that cannot be computed is not answered, nor is Basic in its place", async (t) => {
  const offer = 'WWW-Authenticate: Digest realm="box", nonce="x", qop="auth-int", Basic realm="box"';
  await using box = await startRawServer(() => oldAnswer("", "401 Unauthorized", offer));
  await using unknown = await startRawServer(() => oldAnswer("", "401 Unauthorized", "WWW-Authenticate: NTLM abc=="));
  await using http = freeHttp();
  await t.rejects(http.get(box.endpoint, "/", { ...ask, credential }), { code: "auth-failed" });
  await t.rejects(http.get(unknown.endpoint, "/", { ...ask, credential }), { code: "not-understood" });
  t.equal(box.requests.length + unknown.requests.length, 2);
});

t.test("status 200 with a body that says 401 gets Basic once", async (t) => {
  for (const page of [
    "<html><head><title>401 Unauthorized</title></head></html>",
    "<html>401 unauthorized</html>",
    "401 unauthorized",
  ]) {
    await using box = await startRawServer(({ authorization }) =>
      oldAnswer(authorization === basic("admin", "ip400") ? "welcome" : page),
    );
    await using http = freeHttp();
    t.match(await http.get(box.endpoint, "/", ask), { status: 200, unauthorized: true }, page);
    t.equal((await http.get(box.endpoint, "/", { ...ask, credential })).body.toString(), "welcome");
    const wrong = { ...credential, password: "wrong" };
    await t.rejects(http.get(box.endpoint, "/", { ...ask, credential: wrong }), { code: "auth-failed" });
    t.equal(box.requests.filter(({ authorization }) => authorization === basic("admin", "wrong")).length, 1);
  }
});

t.test("a challenge is reused only for the credential that it let in", async (t) => {
  await using box = await startDigestBox({ ...credential, challenge: 'realm="box", qop="auth"' });
  await using http = freeHttp();
  await http.get(box.endpoint, "/", { ...ask, credential });
  await t.rejects(http.get(box.endpoint, "/", { ...ask, credential: { ...credential, password: "x" } }), {
    code: "auth-failed",
  });
  t.equal(box.requests.filter(({ authorization }) => authorization).length, 2);
});
