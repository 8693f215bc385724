import { DIGEST } from "http-auth-utils";
import t from "tap";
import { parseChallenges } from "../../../../src/box/transport/http/auth/challenge.ts";
import { digestAnswer, useDigest } from "../../../../src/box/transport/http/auth/digest-answer.ts";
import { saysUnauthorized } from "../../../../src/box/transport/http/says-unauthorized.ts";

const mufasa = { user: "Mufasa", password: "Circle Of Life" };
const challenge =
  'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';

function digest(header: string) {
  const [found] = parseChallenges(header);
  if (found?.scheme !== "digest") throw new Error("no Digest");
  return found;
}

t.test("the answer is the one of the example in RFC 2617", async (t) => {
  const use = { challenge: digest(challenge), clientNonce: "0a4f113b", count: 0 };
  const answer = digestAnswer(use, mufasa, { method: "GET", path: "/dir/index.html" });
  t.match(answer, 'response="6629fae49393a05397450978507c4ef1"');
  t.match(answer, "qop=auth, nc=00000001");
});

t.test("the answer is the one of the SHA-256 example in RFC 7616", async (t) => {
  const header =
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const use = {
    challenge: digest(header),
    clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    count: 0,
  };
  const answer = digestAnswer(
    use,
    { user: "Mufasa", password: "Circle of Life" },
    { method: "GET", path: "/dir/index.html" },
  );
  t.match(answer, 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
});

t.test("another implementation computes the same answer", async (t) => {
  const use = useDigest(digest(challenge));
  digestAnswer(use, mufasa, { method: "GET", path: "/" });
  const answer = digestAnswer(use, mufasa, { method: "GET", path: "/!config%20write" });
  const expected = DIGEST.computeHash({
    username: mufasa.user,
    password: mufasa.password,
    realm: "testrealm@host.com",
    method: "GET",
    uri: "/!config%20write",
    nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
    nc: "00000002",
    cnonce: use.clientNonce,
    qop: "auth",
    algorithm: "md5",
  });
  t.match(answer, `response="${expected}"`);
});

t.test("challenges are told apart however they are joined, and broken ones do no harm", async (t) => {
  const schemes = (header: string) => parseChallenges(header).map((each) => each.scheme);
  t.strictSame(schemes('Basic realm="x, Digest y", Digest nonce=1 , NTLM'), ["basic", "digest", "other"]);
  t.strictSame(schemes("basic"), ["basic"]);
  t.strictSame(schemes('DIGEST realm="open quote, nonce=1'), ["other"]);
  t.strictSame(schemes('Digest realm="x"'), ["other"], "without a nonce there is nothing to answer");
  t.strictSame(schemes('Digest nonce="1", algorithm=SHA-1'), ["other"]);
  t.strictSame(schemes('Digest nonce="1", qop=""'), ["digest"]);
  t.strictSame(schemes(',,= "'), []);
});

t.test("only a short text or element that begins with 401 unauthorized is a refusal", async (t) => {
  const says = (body: string) => saysUnauthorized(Buffer.from(body, "latin1"));
  for (const body of [
    "401 unauthorized",
    "\r\n401 Unauthorized\r\n",
    "HTTP/1.0 401 Unauthorized",
    "<html><body><h1>401 - Unauthorized</h1></body></html>",
    "Error 401: unauthorised",
    "<html>401 unauthorized</html>",
    "\r\n<HTML>\r\n401 Unauthorized\r\n",
    '<?xml version="1.0"?><!DOCTYPE html><!-- 1 --><html><div class="x"><font>401</font> <i>Unauthorized</i></div></html>',
    "<html><head><style>p { top: 1 }</style></head><table><tr><td>401&nbsp;Unauthorized</td></tr></table></html>",
    "\xef\xbb\xbf401 unauthorized",
  ]) {
    t.ok(says(body), body);
  }
  for (const body of [
    "",
    "?\r\n",
    "config change CMD0 /name 401 unauthorized",
    '<info name="401 unauthorized"/>',
    "<html><title>gate: innovaphone IP400</title><body>the last login was 401 unauthorized</body></html>",
    "<!-- 401 unauthorized --><info/>",
    "# <html>401 unauthorized</html>\r\nconfig change CMD0 /name x",
    "config change CMD0 /name <b>401 unauthorized</b>",
    `401 unauthorized${" ".repeat(5000)}`,
  ]) {
    t.notOk(says(body), body.slice(0, 40));
  }
});
