import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromByteText } from "../../../../src/license/byte-text.ts";
import { parseSerialNumber } from "../../../../src/license/serial-number.ts";
import { keyCode, lineText } from "../license-text.ts";
import { openVendor } from "./open-vendor.ts";
import { type Look, leaflet, otherHand, password, playSite } from "./play-site.ts";

const address = "127.61.40.1";
const thisBox = parseSerialNumber("00-90-33-00-00-00");
const otherBox = parseSerialNumber("00-90-33-01-02-9f");
const file = [
  `vars create LICENSE/RELAY0 pau BRIs=2,${thisBox},M\u00fcller,Sindelfingen,,${keyCode(1)}`,
  lineText(thisBox, 2),
  "",
].join("\r\n");

const looks: Readonly<Record<string, { look: Look; charset: string }>> = {
  "the leaflet's": { look: leaflet, charset: "utf-8" },
  "another hand's": { look: otherHand, charset: "utf-8" },
  "another hand's in ISO-8859-1": { look: otherHand, charset: "iso-8859-1" },
};

for (const [name, { look, charset }] of Object.entries(looks)) {
  t.test(`on ${name} site: agreement, login, serial number, confirm, download, back, logout`, async (t) => {
    const site = await playSite(t, address, look, charset);
    site.licenses.set(thisBox, file);
    const stateDir = t.testdir();
    const { source } = await openVendor({ url: site.url, stateDir });
    await using _ = source;
    t.same(await source.offers(thisBox), { lines: [], predefined: [], unseen: { issuer: "vendor" } });
    t.same(site.asked, [], "to offer asks nobody");
    const claimed = await source.claim(thisBox, { requestId: "r1" });
    t.same(
      claimed.map(({ line, issuer, source: from }) => [line.type, line.count, issuer, from]),
      [
        ["Relay-BRIs", 2, "vendor", `${thisBox}.txt:1`],
        ["PBX-Registrations", 5, "vendor", `${thisBox}.txt:2`],
      ],
    );
    t.same(fromByteText(claimed[0]?.line.raw ?? ("" as never)), Buffer.from(file.split("\r\n")[0] ?? "", "latin1"));
    t.same(
      site.asked.map((one) => one.replace(/^\w+ /, "")),
      ["license.php", "agree", "login", "start", "serial", "confirm", "get", "start", "logout"],
    );
    t.same([...site.assigned], [thisBox]);
    const kept = join(stateDir, "vendor-files", `${thisBox}.txt`);
    t.same(readFileSync(kept), Buffer.from(file, "latin1"), "the very bytes");
    t.equal(statSync(kept).mode & 0o777, 0o600);
    const before = site.asked.length;
    t.same(await source.offers(thisBox), { lines: claimed, predefined: [], unseen: undefined });
    t.same(await source.claim(thisBox, { requestId: "r1" }), claimed);
    t.same(await source.find("r1"), claimed);
    t.equal(site.asked.length, before, "what was downloaded is not asked for again");
  });
}

t.test("many boxes at once are asked for one after the other, with one login", async (t) => {
  const site = await playSite(t, address);
  const serials = [1, 2, 3, 4].map((digit) => parseSerialNumber(`00-90-33-00-00-0${digit}`));
  for (const serial of serials) site.licenses.set(serial, lineText(serial, 1));
  const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
  await using _ = source;
  const all = await Promise.all(serials.map((serial) => source.claim(serial, { requestId: serial })));
  t.same(
    all.map(([one]) => one?.line.serial),
    serials,
  );
  t.same(
    site.asked.filter((one) => /login|logout/.test(one)),
    ["POST login", "GET logout"],
  );
});

t.test("a login that is refused is tried once, and not again until the password changes", async (t) => {
  for (const look of [leaflet, otherHand]) {
    const site = await playSite(t, address, look);
    site.licenses.set(thisBox, file);
    site.password = "another";
    let mine = password;
    let clock = Date.now();
    const { source, refused } = await openVendor({
      url: site.url,
      stateDir: t.testdir(),
      password: async () => mine,
      now: () => new Date(clock),
    });
    await using _ = source;
    await t.rejects(source.claim(thisBox, { requestId: "r1" }), {
      name: "VendorSiteError",
      code: "vendor-login-refused",
    });
    t.same([...refused], [password]);
    await t.rejects(source.claim(thisBox, { requestId: "r2" }), { code: "vendor-login-refused" });
    t.equal(site.asked.filter((one) => one === "POST login").length, 1);
    t.match((await source.offers(thisBox)).unseen, { blocked: { code: "vendor-login-refused", final: false } });
    mine = "another";
    clock += 60_000;
    t.same((await source.offers(thisBox)).unseen, { issuer: "vendor" });
    t.equal((await source.claim(thisBox, { requestId: "r3" })).length, 2);
  }
});

t.test(
  "a serial number that the site does not know, or that is another account's, is told as that, and remembered",
  async (t) => {
    for (const look of [leaflet, otherHand]) {
      const site = await playSite(t, address, look);
      site.licenses.set(otherBox, { owner: "somebody@example.com" });
      let clock = Date.now();
      const { source } = await openVendor({ url: site.url, stateDir: t.testdir(), now: () => new Date(clock) });
      await using _ = source;
      await t.rejects(source.claim(thisBox, { requestId: "r1" }), { code: "vendor-serial-unknown" });
      await t.rejects(source.claim(otherBox, { requestId: "r2" }), { code: "vendor-not-yours" });
      t.match((await source.offers(thisBox)).unseen, { blocked: { code: "vendor-serial-unknown", final: true } });
      t.match((await source.offers(otherBox)).unseen, { blocked: { code: "vendor-not-yours", final: true } });
      t.same(await source.find("r1"), []);
      clock += 86_400_001;
      t.same((await source.offers(thisBox)).unseen, { issuer: "vendor" }, "a day later it may be asked again");
    }
  },
);

t.test("a page that nobody knows ends it: it is kept without the password, and the file is named", async (t) => {
  const site = await playSite(t, address);
  site.licenses.set(thisBox, file);
  const stateDir = t.testdir();
  const shown = `${password} ${encodeURIComponent(password)} geh&amp;eim ü&lt;1&gt; ${new URLSearchParams({ a: password })}`;
  site.intercept = (step, _request, response) => {
    if (step !== "confirm") return false;
    response.setHeader("content-type", "text/html");
    response.end(`<p>We moved to a new portal. ${shown}</p>`);
    return true;
  };
  const { source } = await openVendor({ url: site.url, stateDir });
  await using _ = source;
  const error = await source.claim(thisBox, { requestId: "r1" }).catch((one: unknown) => one);
  t.match(error, { code: "vendor-page-unexpected" });
  const [name = "", ...others] = readdirSync(join(stateDir, "vendor-pages"));
  t.same(others, []);
  const kept = join(stateDir, "vendor-pages", name);
  t.match(String(error), kept);
  t.equal(statSync(kept).mode & 0o777, 0o600);
  const text = readFileSync(kept, "utf8");
  t.match(text, "We moved to a new portal");
  for (const secret of shown.split(/ (?!ü)/)) t.notMatch(text, secret);
  t.notOk(String(error).includes(password));
  t.same([...site.assigned], []);
  const before = site.asked.length;
  await t.rejects(source.claim(otherBox, { requestId: "r2" }), { code: "vendor-page-unexpected" });
  t.equal(site.asked.length, before, "no other box is asked for right after");
});

t.test("only the last pages are kept", async (t) => {
  const site = await playSite(t, address);
  site.intercept = (_step, _request, response) =>
    Boolean(response.writeHead(200, { "content-type": "text/html" }).end("<p>nothing</p>"));
  const stateDir = t.testdir();
  let clock = Date.now();
  const { source } = await openVendor({ url: site.url, stateDir, now: () => new Date(clock) });
  await using _ = source;
  for (let times = 0; times < 14; times += 1) {
    await t.rejects(source.claim(thisBox, { requestId: `${times}` }), { code: "vendor-page-unexpected" });
    clock += 3_600_000;
  }
  t.equal(readdirSync(join(stateDir, "vendor-pages")).length, 10);
});

t.test("lines for another box are refused, and nothing of such a file is used", async (t) => {
  const site = await playSite(t, address);
  const foreign = lineText(otherBox, 3, "RELAY0", "BRIs=2");
  for (const text of [`${file}${foreign}\n`, foreign, lineText(otherBox, 3)]) {
    site.licenses.set(thisBox, text);
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await using _ = source;
    await t.rejects(source.claim(thisBox, { requestId: "r1" }), { code: "vendor-wrong-lines" });
    t.same((await source.offers(thisBox)).lines, []);
  }
});

t.test("a download that is no license file is refused, whatever type it is said to be", async (t) => {
  const answers: readonly (readonly [string, string | Buffer])[] = [
    ["application/pdf", Buffer.from("%PDF-1.4\n\0\0")],
    ["text/plain", ""],
    ["text/plain", `${lineText(thisBox, 1)}\nconfig change IP0 /addr 192.168.0.1\n`],
    ["text/plain", "reset\n"],
    ["application/json", '{"license": "none"}'],
    ["text/html", ""],
    ["image/gif", "GIF89a"],
  ];
  for (const [type, body] of answers) {
    const site = await playSite(t, address);
    site.licenses.set(thisBox, file);
    site.intercept = (step, _request, response) =>
      step === "get" && Boolean(response.writeHead(200, { "content-type": type }).end(body));
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await using _ = source;
    await t.rejects(
      source.claim(thisBox, { requestId: "r1" }),
      { code: "vendor-page-unexpected", message: /kept as/ },
      type,
    );
    t.same((await source.offers(thisBox)).lines, []);
  }
});

t.test("license lines count also where the site calls them something else", async (t) => {
  for (const type of ["application/octet-stream", "text/html", "application/x-license", ""]) {
    const site = await playSite(t, address);
    site.licenses.set(thisBox, file);
    site.intercept = (step, _request, response) =>
      step === "get" &&
      Boolean(response.writeHead(200, type ? { "content-type": type } : {}).end(Buffer.from(file, "latin1")));
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await using _ = source;
    t.equal((await source.claim(thisBox, { requestId: "r1" })).length, 2, type);
  }
});

t.test("a text that says why instead of a file is understood", async (t) => {
  const site = await playSite(t, address);
  site.licenses.set(thisBox, file);
  site.intercept = (step, _request, response) =>
    step === "serial" &&
    Boolean(response.writeHead(404, { "content-type": "text/plain" }).end("serial number not found"));
  const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
  await using _ = source;
  await t.rejects(source.claim(thisBox, { requestId: "r1" }), { code: "vendor-serial-unknown" });
});

t.test("a site that is down, slow, endless or broken is told as that, and may be asked again", async (t) => {
  const faults: readonly (readonly [string, string, (response: import("node:http").ServerResponse) => unknown])[] = [
    ["vendor-timed-out", "silent", () => true],
    [
      "vendor-timed-out",
      "dribbling",
      (response: import("node:http").ServerResponse) => {
        response.writeHead(200, { "content-type": "text/html" });
        const dribble = setInterval(() => response.write("<p>"), 200);
        response.once("close", () => clearInterval(dribble));
      },
    ],
    [
      "vendor-too-large",
      "endless",
      (response: import("node:http").ServerResponse) =>
        response.writeHead(200, { "content-type": "text/html" }).end("x".repeat(200_000)),
    ],
    [
      "vendor-unreachable",
      "broken off",
      (response: import("node:http").ServerResponse) =>
        response.writeHead(200, { "content-length": "1000" }).write("<p>", () => response.destroy()),
    ],
    [
      "vendor-unreachable",
      "fault",
      (response: import("node:http").ServerResponse) =>
        response.writeHead(503, { "content-type": "text/html" }).end("<p>down for maintenance"),
    ],
  ];
  for (const at of ["license.php", "serial", "get"]) {
    for (const [code, name, fault] of faults) {
      const site = await playSite(t, address);
      site.licenses.set(thisBox, file);
      site.intercept = (step, request, response) => {
        if (step !== at && !(step === "" && at === "license.php" && request.method === "GET")) return false;
        fault(response);
        return true;
      };
      let clock = Date.now();
      const { source } = await openVendor({ url: site.url, stateDir: t.testdir(), now: () => new Date(clock) });
      await using _ = source;
      await t.rejects(
        source.claim(thisBox, { requestId: "r1" }),
        { name: "VendorSiteError", code },
        `${name} at ${at}`,
      );
      t.match((await source.offers(thisBox)).unseen, { blocked: { code, final: false } });
      site.intercept = () => false;
      clock += 10 * 60_000;
      t.equal((await source.claim(thisBox, { requestId: "r2" })).length, 2);
    }
  }
  const gone = await playSite(t, address);
  await gone.close();
  const { source } = await openVendor({ url: gone.url, stateDir: t.testdir() });
  await t.rejects(source.claim(thisBox, { requestId: "r1" }), { code: "vendor-unreachable" });
});

t.test("a session that is lost in the middle is begun anew, once", async (t) => {
  for (const at of ["serial", "confirm", "get"]) {
    for (const look of [leaflet, otherHand]) {
      const site = await playSite(t, address, look);
      site.licenses.set(thisBox, file);
      let lost = 0;
      site.intercept = (step) => {
        if (step === at && lost++ === 0) site.forget();
        return false;
      };
      const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
      await using _ = source;
      t.equal((await source.claim(thisBox, { requestId: "r1" })).length, 2, at);
      t.equal(site.asked.filter((one) => one === "POST login").length, 2);
      const always = await playSite(t, address, look);
      always.licenses.set(thisBox, file);
      always.intercept = (step) => {
        if (step === at) always.forget();
        return false;
      };
      const { source: other } = await openVendor({ url: always.url, stateDir: t.testdir() });
      await using _other = other;
      await t.rejects(other.claim(thisBox, { requestId: "r1" }), { code: "vendor-page-unexpected" }, at);
      t.equal(always.asked.filter((one) => one === "POST login").length, 2);
    }
  }
});

t.test("nothing goes to another host, neither by redirect nor by form or link", async (t) => {
  const elsewhere = await playSite(t, "127.61.40.2");
  const ways: readonly ((response: import("node:http").ServerResponse) => unknown)[] = [
    (response) => response.writeHead(302, { location: elsewhere.url.href }).end(),
    (response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(
          `<form method=post action="${elsewhere.url}"><input name=mail><input type=password name=p><input type=submit value=Login></form>`,
        ),
    (response) => response.writeHead(200, { "content-type": "text/html" }).end(`<a href="${elsewhere.url}">ja</a>`),
    (response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<frameset><frame src="${elsewhere.url}"></frameset>`),
  ];
  for (const way of ways) {
    const site = await playSite(t, address);
    site.intercept = (_step, _request, response) => Boolean(way(response));
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await using _ = source;
    await t.rejects(source.claim(thisBox, { requestId: "r1" }), { code: "vendor-page-unexpected" });
  }
  t.same(elsewhere.asked, []);
});

t.test("frames are looked into, and a page that goes on by itself is followed", async (t) => {
  const site = await playSite(t, address);
  site.licenses.set(thisBox, file);
  let first = 0;
  site.intercept = (step, request, response) => {
    if (step !== "" || request.method !== "GET" || first > 1) return false;
    const body =
      first++ === 0
        ? `<meta http-equiv="Refresh" content="0; URL=license.php?x=1">`
        : `<frameset cols="20%,*"><frame src="menu.html?step=menu"><frame src="license.php?step=main"></frameset>`;
    response.writeHead(200, { "content-type": "text/html" }).end(body);
    return true;
  };
  const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
  await using _ = source;
  t.equal((await source.claim(thisBox, { requestId: "r1" })).length, 2);
});

t.test("a run that is stopped ends at once, and can be run again", async (t) => {
  const site = await playSite(t, address);
  site.licenses.set(thisBox, file);
  const stop = new AbortController();
  site.intercept = (step) => {
    if (step === "confirm") stop.abort();
    return step === "confirm" && !site.assigned.has(thisBox);
  };
  const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
  await using _ = source;
  await t.rejects(source.claim(thisBox, { requestId: "r1", signal: stop.signal }), { name: "AbortError" });
  site.intercept = () => false;
  t.equal((await source.claim(thisBox, { requestId: "r2" })).length, 2);
});

t.test("a kept file that somebody changed so that it cannot be read is an error that names it", async (t) => {
  const site = await playSite(t, address);
  site.licenses.set(thisBox, file);
  const stateDir = t.testdir();
  const { source } = await openVendor({ url: site.url, stateDir });
  await using _ = source;
  await source.claim(thisBox, { requestId: "r1" });
  const kept = join(stateDir, "vendor-files", `${thisBox}.txt`);
  writeFileSync(kept, "reset\n");
  await t.rejects(source.offers(thisBox), { code: "bad-file", message: kept });
});
