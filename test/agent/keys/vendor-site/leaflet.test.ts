import nock from "nock";
import t from "tap";
import { parseSerialNumber } from "../../../../src/license/serial-number.ts";
import { lineText } from "../license-text.ts";
import { openVendor } from "./open-vendor.ts";
import { leaflet, password, user } from "./play-site.ts";

const box = parseSerialNumber("00-90-33-00-00-00");
const host = "http://www.innovaphone.com";
const path = "/license/license.php";
const html = { "content-type": "text/html; charset=iso-8859-1" };

nock.disableNetConnect();
t.teardown(() => nock.restore());
t.afterEach(() => nock.cleanAll());

t.test("the pages of the leaflet are walked through in its order, at its addresses", async (t) => {
  const cookie = { ...html, "set-cookie": "PHPSESSID=1; path=/license" };
  const said: string[] = [];
  const asks = nock(host, { reqheaders: { "user-agent": "varsync" } });
  const step = (name: string) => (body: Record<string, string>) => {
    said.push(name);
    return body["step"] === name;
  };
  asks.get(path).reply(200, leaflet.agreement, cookie);
  const inside = nock(host, { reqheaders: { cookie: "PHPSESSID=1" } });
  inside.post(path, { step: "agree", ok: "ja" }).reply(200, leaflet.login(false), html);
  inside
    .post(path, (body) => body.step === "login" && body.f_email === user && typeof body.f_pw === "string")
    .reply(302, "", { location: "license.php?step=start" });
  inside.get(`${path}?step=start`).reply(200, leaflet.start(""), html);
  inside.post(path, (body) => step("serial")(body) && body.f_mac === box).reply(200, leaflet.confirm(box), html);
  inside.post(path, (body) => step("confirm")(body) && body.f_mac === box).reply(200, leaflet.download(box), html);
  inside
    .get(`/license/get_license.php?f_mac=${box}`)
    .reply(200, lineText(box, 1, "RELAY0", "BRIs=2"), { "content-type": "text/plain" });
  inside.get(`${path}?step=start`).reply(200, leaflet.start(""), html);
  inside.get(`${path}?step=logout`).reply(200, "bye", html);
  const { source } = await openVendor({ url: new URL(`${host}${path}`), stateDir: t.testdir() });
  await using _ = source;
  t.match(await source.claim(box, { requestId: "r1" }), [{ line: { type: "Relay-BRIs", count: 2, serial: box } }]);
  t.same(nock.pendingMocks(), []);
  t.same(said, ["serial", "confirm"]);
});

t.test("https instead of http is followed, http instead of https is not", async (t) => {
  const open = async (url: string) => openVendor({ url: new URL(url), stateDir: t.testdir() });
  nock(host)
    .get(path)
    .reply(301, "", { location: `https://www.innovaphone.com${path}` });
  nock("https://www.innovaphone.com").get(path).reply(200, "<p>nothing</p>", html);
  const up = await open(`${host}${path}`);
  await t.rejects(up.source.claim(box, { requestId: "r1" }), {
    message: /https:\/\/www.innovaphone.com.* was kept as/,
  });
  nock("https://www.innovaphone.com")
    .get(path)
    .reply(302, "", { location: `${host}${path}` });
  const down = await open(`https://www.innovaphone.com${path}`);
  const error = await down.source.claim(box, { requestId: "r1" }).catch(String);
  t.match(error, /sends elsewhere/);
  t.notOk(String(error).includes(password));
});
