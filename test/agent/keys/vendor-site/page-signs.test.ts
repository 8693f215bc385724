import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { loadPageSigns } from "../../../../src/agent/keys/vendor-site/page-signs.ts";

const builtIn = readFileSync(new URL("../../../../vendor-site/pages.yaml", import.meta.url), "utf8");

t.test("the signs that come with varsync tell the words of the leaflet apart", async (t) => {
  const { press, fields, says } = await loadPageSigns();
  for (const yes of ["ja", "Ja", "yes", "I accept", "I agree", "Akzeptieren", "Ich stimme zu"])
    t.ok(press.accept(yes), yes);
  for (const no of ["nein", "License agreement", "January", "Jahr"]) t.notOk(press.accept(no), no);
  for (const never of ["I do not accept", "nicht einverstanden", "No", "back", "Logout", "License manager"]) {
    t.ok(press.never(never), never);
  }
  t.ok(fields.serial("Serialnumber") && fields.serial("Seriennummer") && fields.serial("f_mac"));
  const note =
    "Downloading a predefined licence assigns the license to your account. Later on it can be downloaded only on this account";
  const welcome = "Welcome, you are logged in as Dirk Test (quadrophenia65@web.de)";
  for (const text of [note, welcome]) {
    t.notOk(says.otherAccount(text) || says.serialUnknown(text) || says.loginRefused(text), text);
  }
  t.ok(says.otherAccount("This license belongs to another account"));
  t.ok(says.otherAccount("Die Lizenz ist bereits einem anderen Konto zugeordnet"));
  t.notOk(says.otherAccount("already assigned to your account"));
  t.ok(says.serialUnknown("Unknown serialnumber") && says.serialUnknown("Keine Lizenz vorhanden"));
  t.ok(says.loginRefused("Login failed") && says.loginRefused("Das Passwort ist falsch"));
});

t.test("an operator's own copy is used instead, and every mistake in it is told by its line", async (t) => {
  const folder = t.testdir({
    "good.yaml": builtIn.replace("serial: []", "serial: [{name: f_device, mark: C}]"),
    "pattern.yaml": builtIn.replace("'confirm|", "'(confirm|"),
    "mark.yaml": builtIn.replace("confirm|bestätig', mark: D", "confirm|bestätig'"),
    "unknown.yaml": `${builtIn}\nmore: 1\n`,
  });
  t.same((await loadPageSigns(join(folder, "good.yaml"))).names.serial, ["f_device"]);
  const mistake = (name: string) => loadPageSigns(join(folder, name)).then(() => "none", String);
  t.match(await mistake("pattern.yaml"), /confirm.*not a regular expression/s);
  t.match(await mistake("mark.yaml"), /press\.confirm.*mark/s);
  t.match(await mistake("unknown.yaml"), /more/);
  t.match(await mistake("gone.yaml"), /no such file/);
});
