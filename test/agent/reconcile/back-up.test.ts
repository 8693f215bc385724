import { mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import t from "tap";
import { backUp } from "../../../src/agent/reconcile/back-up.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { exampleJournal } from "../journal/example-journal.ts";

const serial = parseSerialNumber("00-90-33-00-00-01");
const at = new Date("2026-06-01T12:00:00.000Z");
const configuration = Buffer.from("mod cmd FLASHDIR0 add-item\n");

t.test("a backup is whole, and only for its owner", async (t) => {
  const { journal, file: journalFile } = await exampleJournal(t);
  const stateDir = dirname(journalFile);
  const file = await backUp({ stateDir, journal, clock: { now: () => at } } as unknown as Site, serial, configuration);
  t.same(await readFile(file), configuration);
  t.equal((await stat(file)).mode & 0o777, 0o600);
});

t.test("a backup on a full disk is an error that says so, and leaves no half of a file", async (t) => {
  const { journal, file } = await exampleJournal(t);
  const stateDir = dirname(file);
  const folder = join(stateDir, "backups", serial);
  await mkdir(folder, { recursive: true });
  await symlink("/dev/full", join(folder, "2026-06-01T12-00-00.000Z.txt"));
  const site = { stateDir, journal, clock: { now: () => at } } as unknown as Site;
  await t.rejects(backUp(site, serial, configuration), { code: "disk-full", message: /the disk is full/ });
  t.same(await readdir(folder), []);
});
