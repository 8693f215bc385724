import fc from "fast-check";
import t from "tap";
import { nextTry } from "../../../src/agent/reconcile/next-try.ts";

const now = new Date("2026-06-01T12:00:00Z");
const seconds = 1000;
const hours = 3600 * seconds;
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function pauseAfter(box: Parameters<typeof nextTry>[0], random: number, opening?: Date): number | undefined {
  const next = nextTry(box, now, opening, () => random);
  return next && next.getTime() - now.getTime();
}

const unreachable = (failures: number) => ({ outcome: "failed", code: "unreachable", failures }) as const;

t.test("a box that fails is tried after up to 15 seconds, doubling to 4 hours, any time within that", async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), chance, (failures, random) => {
      const longest = Math.min(15 * seconds * 2 ** (failures - 1), 4 * hours);
      const pause = pauseAfter(unreachable(failures), random) ?? Number.NaN;
      return pause >= seconds && pause <= Math.max(seconds, longest) && Math.abs(pause - longest * random) <= seconds;
    }),
  );
});

t.test("after ten failures a box is tried daily, for ever", async () => {
  fc.assert(
    fc.property(fc.integer({ min: 11, max: 100_000 }), chance, (failures, random) => {
      const pause = pauseAfter(unreachable(failures), random) ?? Number.NaN;
      return pause >= 24 * hours && pause <= 25 * hours;
    }),
  );
});

t.test("no pause is so short that a box is asked without a break, and none outlasts a day and an hour", async () => {
  const outcome = fc.constantFrom(
    "in-step" as const,
    "changed" as const,
    "differs" as const,
    "failed" as const,
    "waiting-for-reset" as const,
    "waiting-for-approval" as const,
    "short-of-licenses" as const,
  );
  const waitKind = fc.constantFrom(
    undefined,
    ...(["approval", "idle", "slot", "calls", "partner", "clock", "disk", "policy"] as const),
  );
  fc.assert(
    fc.property(fc.record({ outcome, waitKind, failures: fc.nat(1000) }), chance, (box, random) => {
      const pause = pauseAfter({ ...box, failures: Math.max(1, box.failures) }, random);
      return pause === undefined || (pause >= seconds && pause <= 25 * hours);
    }),
  );
});

t.test("what only a person can change is not tried again by itself", async (t) => {
  for (const code of ["auth-failed", "set-aside", "not-enrolled", "host-key-changed"]) {
    t.equal(pauseAfter({ outcome: "failed", code, failures: 1 }, 0.5), undefined, code);
  }
  t.equal(pauseAfter({ outcome: "in-step", failures: 0 }, 0.5), undefined);
});

t.test("a box that waits for the window is tried within five minutes of its opening", async () => {
  const opening = new Date("2026-06-02T01:00:00Z");
  const box = { outcome: "waiting-for-reset", waitKind: "window", failures: 0 } as const;
  fc.assert(
    fc.property(chance, (random) => {
      const next = nextTry(box, now, opening, () => random)?.getTime() ?? Number.NaN;
      return next >= opening.getTime() && next <= opening.getTime() + 300 * seconds;
    }),
  );
});
