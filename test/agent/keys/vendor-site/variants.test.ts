import t from "tap";
import { parseSerialNumber } from "../../../../src/license/serial-number.ts";
import { lineText } from "../license-text.ts";
import { openVendor } from "./open-vendor.ts";
import { type Look, leaflet, playSite } from "./play-site.ts";

const address = "127.61.43.1";
const box = parseSerialNumber("00-90-33-00-00-00");

/** Pages that nobody has seen, and that could well be the vendor's. */
const variants: Readonly<Record<string, Partial<Look>>> = {
  "agreement with a box to tick": {
    agreement: `<p>You may not use it otherwise. No warranty.</p><form method=post action=license.php><input type=hidden name=x value=1><input type=checkbox name=step value=agree> I have read and accept the license agreement <input type=submit value="Continue"></form>`,
  },
  "agreement with ja and nein to choose from": {
    agreement: `<form method=post action=license.php><input type=radio name=step value=agree> ja <input type=radio name=step value=no checked> nein<br><input type=submit value=weiter></form>`,
  },
  "agreement with buttons that are elements": {
    agreement: `<form method=post action=license.php><button name=step value=no>Nicht einverstanden</button><button name=step value=agree>Ich bin einverstanden</button></form>`,
  },
  "agreement with a picture to press": {
    agreement: `<form action=license.php><input type=hidden name=step value=agree><input type=image src=ja.gif alt="Ja"></form>`,
  },
  "agreement in two forms": {
    agreement: `<form action=license.php><input type=hidden name=step value=no><input type=submit value="I do not agree"></form><form action=license.php><input type=hidden name=step value=agree><input type=submit value="I agree"></form>`,
  },
  "login with a form for new accounts before it": {
    login: (refused) =>
      `${refused ? "Sorry, wrong password" : ""}<form method=post action=license.php><input type=hidden name=step value=register>Email <input name=email> Password <input type=password name=pw> Name <input name=name><input type=submit value=register></form>
       <form method=post action=license.php><input type=hidden name=step value=login>Email <input name=f_email> Password <input type=password name=f_pw><input type=submit value=login></form>`,
  },
  "login that wants the agreement ticked": {
    login: () =>
      `<form method=post action=license.php><input type=hidden name=step value=login><input name=f_email type=text placeholder=Email><input type=password name=f_pw><input type=checkbox name=stay> stay <button>OK</button></form>`,
  },
  "login with many parts": {
    login: () =>
      `<form method=post enctype="multipart/form-data" action="license.php?step=login"><select name=lang><option value=de>Deutsch<option value=en selected>English</select></form><form method=post action="license.php?step=login"><input name=f_email><input name=f_pw type=password><input type=submit></form>`,
  },
  "start page with another field before the serial number's": {
    start: (status) =>
      `<p>${status}</p><form action=license.php method=post><input type=hidden name=step value=find>Customer <input name=customer><input type=submit value=Search></form><form action=license.php method=post><input type=hidden name=step value=serial>Serialnumber <input name=f_mac><input type=submit value="Download license"></form><a href="license.php?step=logout">Logout</a>`,
  },
  "start page behind a menu": {
    start: (status) =>
      status === ""
        ? `<a href="license.php?step=manager">License manager</a><a href="license.php?step=menu">Download hardware license</a><a href="license.php?step=logout">Logout</a>`
        : leaflet.start(status),
  },
  "start page without a word beside the field": {
    start: (status) =>
      `<p>${status}</p><form action=license.php method=post><input type=hidden name=step value=serial><input name=f_mac><input type=submit value="Go"></form>`,
  },
  "confirmation that shows the serial number in a field": {
    confirm: (serial) =>
      `<p>Is this right?</p><form method=post action=license.php><input type=hidden name=step value=confirm>Serialnumber <input name=f_mac readonly value="${serial}"><input type=submit value=confirm><input type=submit name=step value=cancel></form>`,
  },
  "confirmation by typing it once more": {
    confirm: () =>
      `<form method=post action=license.php><input type=hidden name=step value=confirm>Serialnumber <input name=f_mac><input type=submit value="Confirm serialnumber"></form>`,
  },
  "confirmation with yes and no": {
    confirm: (serial) =>
      `<p>${serial}?</p><a href="license.php?step=no">no</a> <a href="license.php?step=confirm&f_mac=${serial}">yes</a>`,
  },
  "confirmation by OK": {
    confirm: (serial) =>
      `<p>The license of ${serial} will be assigned to your account.</p><form method=post action=license.php><input type=hidden name=step value=confirm><input type=hidden name=f_mac value=${serial}><input type=submit value=OK></form>`,
  },
  "download by a button, with other downloads on the page": {
    download: (serial) =>
      `<a href="/downloads">Downloads</a><a href="manual.pdf">Download manual</a><form action=get_license.php method=post><input type=hidden name=f_mac value=${serial}><button type=submit>download</button></form><a href="license.php?step=start">back</a>`,
  },
  "download link with other links": {
    download: (serial) =>
      `<a href="/downloads">Download area</a> <a href="http://www.example.com/license">Download license tool</a> <a href="/license/get_license.php?f_mac=${serial.toUpperCase()}&amp;f_mac=${serial}">Download</a>`,
  },
};

for (const [name, changes] of Object.entries(variants)) {
  t.test(name, async (t) => {
    const site = await playSite(t, address, { ...leaflet, ...changes });
    // The menu of the start page goes to the page proper.
    site.intercept = (step, _request, response) =>
      step === "menu" && Boolean(response.writeHead(200, { "content-type": "text/html" }).end(leaflet.start("")));
    site.licenses.set(box, lineText(box, 1));
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await using _ = source;
    t.equal((await source.claim(box, { requestId: "r1" })).length, 1);
    t.same([...site.assigned], [box]);
    t.equal(site.asked.filter((one) => one === "POST login").length, 1);
    t.notOk(
      site.asked.some((one) => /register|no$|cancel|find/.test(one)),
      site.asked.join(),
    );
  });

  t.test(`${name}: a login that is refused, a serial number that is unknown, one of another account`, async (t) => {
    const site = await playSite(t, address, { ...leaflet, ...changes });
    site.intercept = (step, _request, response) =>
      step === "menu" && Boolean(response.writeHead(200, { "content-type": "text/html" }).end(leaflet.start("")));
    const { source } = await openVendor({ url: site.url, stateDir: t.testdir() });
    await t.rejects(source.claim(box, { requestId: "r1" }), { code: "vendor-serial-unknown" });
    site.licenses.set(box, { owner: "somebody" });
    const { source: again } = await openVendor({ url: site.url, stateDir: t.testdir({ again: {} }) });
    await t.rejects(again.claim(box, { requestId: "r2" }), { code: "vendor-not-yours" });
    site.password = "changed";
    const { source: last } = await openVendor({ url: site.url, stateDir: t.testdir({ last: {} }) });
    await t.rejects(last.claim(box, { requestId: "r3" }), { code: "vendor-login-refused" });
  });
}
