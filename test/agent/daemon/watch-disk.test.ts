import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { watchDisk } from "../../../src/agent/daemon/watch-disk.ts";
import { silentEvents } from "../../../src/agent/reconcile/site-events.ts";

t.test("a disk that is full is told while nothing is to be written, and so is room on it", async (t) => {
  const stateDir = join(t.testdir(), "state");
  const told: (string | undefined)[] = [];
  const look = watchDisk({ stateDir, events: { ...silentEvents, diskTrouble: (why) => void told.push(why) } });
  await mkdir(stateDir);
  await look();
  t.same(told, [], "where there is room nothing is said");
  await rm(stateDir, { recursive: true });
  // Nothing is free there, and nothing can be written.
  await symlink("/proc/self", stateDir);
  await look();
  t.match(told, [/state cannot be written/]);
  await rm(stateDir);
  await mkdir(stateDir);
  await look();
  await look();
  t.equal(told.length, 2);
  t.equal(told[1], undefined);
});
