import { join } from "node:path";
import t from "tap";
import { tryLock } from "../../src/store/file-lock.ts";
import { reusableLocks } from "../../src/store/reusable-locks.ts";

const { signal } = new AbortController();

t.test("a reusable lock keeps others out while it is held, and only then", async (t) => {
  const file = join(t.testdir(), "locks", "box.session");
  using locks = reusableLocks(2);
  for (const round of [1, 2]) {
    const held = await locks.lock(file, signal);
    t.equal(tryLock(file), undefined, `held, round ${round}`);
    held[Symbol.dispose]();
    const other = tryLock(file);
    t.ok(other, `free, round ${round}`);
    other?.[Symbol.dispose]();
  }
});

t.test("a reusable lock waits until another holder gives it up", async (t) => {
  const file = join(t.testdir(), "box.session");
  using locks = reusableLocks(2);
  const other = tryLock(file);
  const waiting = locks.lock(file, signal);
  other?.[Symbol.dispose]();
  using held = await waiting;
  t.ok(held);
});

t.test("more locks than files stay open can be held at a time", async (t) => {
  const folder = t.testdir();
  using locks = reusableLocks(1);
  const files = ["a", "b", "c"].map((name) => join(folder, name));
  const held = await Promise.all(files.map((file) => locks.lock(file, signal)));
  for (const file of files) t.equal(tryLock(file), undefined);
  for (const one of held) one[Symbol.dispose]();
  for (const file of files) {
    using again = await locks.lock(file, signal);
    t.ok(again);
  }
});

t.test("who waits for a lock can be told to stop", async (t) => {
  const file = join(t.testdir(), "box.session");
  using locks = reusableLocks(1);
  using _other = tryLock(file);
  await t.rejects(locks.lock(file, AbortSignal.timeout(20)), { name: /Abort|Timeout/ });
});
