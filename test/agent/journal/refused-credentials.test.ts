import t from "tap";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

const credential = { user: "admin", password: "geheim: Straße" };

t.test("a refused credential is known again, a changed one is not", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  await journal.refused.refuse(thisBox, credential, noon);
  const { refused } = await reopen();
  t.equal(await refused.isRefused(thisBox, credential), true);
  t.equal(await refused.isRefused(otherBox, credential), false);
  t.equal(await refused.isRefused(thisBox, { ...credential, password: "geheim: Strasse" }), false);
  t.equal(await refused.isRefused(thisBox, { user: "admin2", password: credential.password }), false);
  t.equal(await refused.clear(thisBox), true);
  t.equal(await refused.clear(thisBox), false);
  t.equal(await refused.isRefused(thisBox, credential), false);
});

t.test("two boxes with one password have different hashes", async (t) => {
  const { journal, file } = await exampleJournal(t);
  await journal.refused.refuse(thisBox, credential, noon);
  await journal.refused.refuse(otherBox, credential, noon);
  const { DatabaseSync } = await import("node:sqlite");
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT hash, salt FROM refused_credential").all();
  t.equal(new Set(rows.map(({ hash }) => hash)).size, 2);
});
