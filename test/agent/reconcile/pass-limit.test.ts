import { setTimeout } from "node:timers/promises";
import t from "tap";
import { passLimit } from "../../../src/agent/reconcile/pass-limit.ts";

const never = new AbortController().signal;

t.test("a pass is ended when its time is over, as timed out", async (t) => {
  using limit = passLimit(never, 50);
  t.notOk(limit.signal.aborted);
  await t.rejects(setTimeout(5000, undefined, { signal: limit.signal }), { cause: { code: "timed-out" } });
  t.ok(limit.expired);
  t.match(limit.signal.reason, { code: "timed-out", message: /given up, and tried again later/ });
});

t.test("waiting for a restart does not count", async (t) => {
  using limit = passLimit(never, 150);
  await limit.paused(() => setTimeout(400));
  t.notOk(limit.expired);
  await setTimeout(300);
  t.ok(limit.expired);
});

t.test("the time goes on where the wait ends with an error", async (t) => {
  using limit = passLimit(never, 60);
  await t.rejects(
    limit.paused(() => Promise.reject(new Error("not back"))),
    /not back/,
  );
  await setTimeout(200);
  t.ok(limit.expired);
});

t.test("who is told to stop is not said to be late", async (t) => {
  const stop = new AbortController();
  using limit = passLimit(stop.signal, 60_000);
  stop.abort(new DOMException("stop", "AbortError"));
  t.ok(limit.signal.aborted);
  t.notOk(limit.expired);
});

t.test("a pass that is over leaves no timer behind", async (t) => {
  const limit = passLimit(never, 50);
  limit[Symbol.dispose]();
  await setTimeout(120);
  t.notOk(limit.expired);
});
