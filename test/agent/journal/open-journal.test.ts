import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import t from "tap";
import { openJournal } from "../../../src/agent/journal/open-journal.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { exampleJournal, noon } from "./example-journal.ts";

t.test("the journal is for this user alone; one of a newer version is refused and named", async (t) => {
  const { journal, file } = await exampleJournal(t);
  t.equal(statSync(file).mode & 0o777, 0o600);
  await journal[Symbol.asyncDispose]();
  using database = new DatabaseSync(file);
  database.exec("INSERT INTO migration (name) VALUES ('999-later')");
  await t.rejects(
    openJournal(file, () => noon),
    { code: "store-newer", message: /journal\.db was written by a newer version/ },
  );
});

t.test("no password and no whole license key stands in any table, whatever went wrong", async (t) => {
  const secret = "Zauberwort";
  for (const [block, faults] of (
    [[], ["does-nothing"], ["answers-question-mark"], ["password-refused"]] as const
  ).entries()) {
    const site = await startSite(t, {
      network: "127.81.62",
      block,
      faults,
      licenses: { "PBX-Registrations": 37, "Relay-BRIs": 2 },
      entry: { deliver: block === 1 ? "ssh" : "http" },
      particulars: () => ({ password: secret }),
    });
    writeFileSync(join(site.folder, "box.password"), `${secret}\n`);
    await site.run("apply", "--all", "--yes");
    const texts = everything(join(site.folder, "state", "journal.db"));
    t.match(texts.join("\n"), site.box.serial);
    t.notMatch(texts.join("\n"), secret);
    t.notMatch(texts.join("\n"), Buffer.from(`admin:${secret}`).toString("base64"));
    t.notMatch(texts.join("\n"), /(?<![0-9a-f-])[0-9a-f]{4}(-[0-9a-f]{4}){3}(?![0-9a-f-])/i);
  }
});

/** Every value of every table, as text. */
function everything(file: string): string[] {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => JSON.stringify(row)),
  );
}
