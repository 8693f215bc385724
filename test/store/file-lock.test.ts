import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import t from "tap";
import { lock, tryLock } from "../../src/store/file-lock.ts";
import { asUnprivileged, openFolder } from "../as-unprivileged.ts";
import { startNode } from "./start-node.ts";

const holder = new URL("hold-lock.ts", import.meta.url);

t.test("a lock is held once, in this process too, until it is given up", async (t) => {
  const path = join(t.testdir(), "locks", "00-90-33-01-02-9f.lock");
  const held = tryLock(path);
  t.ok(held);
  t.equal(tryLock(path), undefined);
  held?.[Symbol.dispose]();
  const again = tryLock(path);
  t.ok(again);
  again?.[Symbol.dispose]();
});

t.test("a try that fails does not take the lock from its holder", async (t) => {
  const path = join(t.testdir(), "box.lock");
  using held = tryLock(path);
  t.ok(held);
  t.equal(tryLock(path), undefined);
  const { firstWords, ended, child } = startNode(holder, [path]);
  t.equal(await firstWords, "busy");
  child.stdin?.end();
  await ended;
});

t.test("the lock of a process that is killed is free at once", async (t) => {
  const path = join(t.testdir(), "box.lock");
  const { firstWords, ended, child } = startNode(holder, [path]);
  t.equal(await firstWords, "held");
  t.equal(tryLock(path), undefined);
  child.kill("SIGKILL");
  t.same(await ended, { code: null, signal: "SIGKILL" });
  using held = tryLock(path);
  t.ok(held);
});

t.test("who waits for a lock gets it when the holder gives it up", async (t) => {
  const path = join(t.testdir(), "box.lock");
  const held = tryLock(path);
  let got = false;
  const waiting = lock(path, AbortSignal.timeout(20_000)).then((next) => {
    got = true;
    return next;
  });
  await setTimeout(100);
  t.notOk(got);
  held?.[Symbol.dispose]();
  using next = await waiting;
  t.ok(next);
  t.equal(tryLock(path), undefined);
});

t.test("waiting ends when the signal says so, and leaves the lock to its holder", async (t) => {
  const path = join(t.testdir(), "box.lock");
  using held = tryLock(path);
  t.ok(held);
  const reason = new Error("shutting down");
  const stop = new AbortController();
  const waiting = lock(path, stop.signal);
  stop.abort(reason);
  await t.rejects(waiting, { cause: reason });
  t.equal(tryLock(path), undefined);
});

t.test("different boxes are locked independently", async (t) => {
  const folder = t.testdir();
  using one = tryLock(join(folder, "one.lock"));
  using other = tryLock(join(folder, "other.lock"));
  t.ok(one && other);
});

t.test("where no lock can be made, that is told, and is not taken for a lock that is held", async (t) => {
  const folder = openFolder(t);
  await asUnprivileged(join(folder, "closed"), async () => {
    const path = join(folder, "closed", "box.lock");
    t.throws(() => tryLock(path), {
      name: "StoreError",
      message: /box\.lock: it cannot be opened; look at the rights/,
    });
    t.throws(() => tryLock(join(folder, "closed", "new", "box.lock")), { name: "StoreError" });
  });
});
