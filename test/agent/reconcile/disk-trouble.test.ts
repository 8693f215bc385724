import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { diskTrouble } from "../../../src/agent/reconcile/disk-trouble.ts";

t.test("a folder with room has no trouble, and nothing is left in it", async (t) => {
  const folder = t.testdir();
  t.equal(await diskTrouble(folder), undefined);
  t.same(await readdir(folder), []);
});

t.test("a full disk is told as such, and goes on when there is room", async (t) => {
  const folder = t.testdir();
  await symlink("/dev/full", join(folder, `.room-${process.pid}`));
  t.equal(await diskTrouble(folder), `no room is left in ${folder}`);
  t.equal(await diskTrouble(folder), undefined);
});

t.test("a folder that cannot be written is told with the system's reason", async (t) => {
  const folder = join(t.testdir(), "gone");
  t.equal(await diskTrouble(folder), `${folder} cannot be written (ENOENT)`);
  await mkdir(folder);
  t.equal(await diskTrouble(folder), undefined);
});
