import fc from "fast-check";
import t from "tap";
import { isInWindow, nextOpening, windowSchema } from "../../src/config/window.ts";
import { mistakesOf } from "./config-file.ts";

// This file runs in a process of its own.
process.env["TZ"] = "Europe/Berlin";

const spring = "2026-03-29";
const autumn = "2026-10-25";

/** When a window is open, minute by minute, as `from to` in UTC. */
function openings(text: string, day: string): string[] {
  const window = windowSchema.parse(text);
  const start = Date.parse(`${day}T00:00:00Z`) - 6 * 3_600_000;
  const minutes = Array.from({ length: 24 * 60 }, (_, minute) => new Date(start + minute * 60_000));
  const edges = minutes.filter((minute, index) => {
    const before = minutes[index - 1];
    return before !== undefined && isInWindow(window, minute) !== isInWindow(window, before);
  });
  const times = edges.map((edge) => edge.toISOString().slice(11, 16));
  return times.flatMap((time, index) => (index % 2 === 0 ? [`${time} ${times[index + 1]}`] : []));
}

t.test("a window over midnight is an hour shorter or longer when the clocks change in it", async (t) => {
  t.same(openings("22:00-04:00", spring), ["21:00 02:00"]);
  t.same(openings("22:00-04:00", autumn), ["20:00 03:00"]);
  t.same(openings("22:00-04:00", "2026-06-15"), ["20:00 02:00"]);
});

t.test("what of a window lies in the hour that is left out does not come", async (t) => {
  t.same(openings("01:30-02:30", spring), ["00:30 01:00"]);
  t.same(openings("02:30-04:00", spring), ["01:00 02:00"]);
  t.same(openings("02:15-02:45", spring), []);
});

t.test("a window in the hour that comes twice opens twice", async (t) => {
  t.same(openings("02:15-02:45", autumn), ["00:15 00:45", "01:15 01:45"]);
});

t.test("the next opening is told rightly in the nights when the clocks change", async (t) => {
  const cases = [
    ["02:15-02:45", "2026-03-28T12:00Z", "2026-03-30T00:15"],
    ["02:30-04:00", "2026-03-28T12:00Z", "2026-03-29T01:00"],
    ["02:30-03:10", "2026-03-29T00:30Z", "2026-03-29T01:00"],
    ["02:15-02:45", "2026-10-24T12:00Z", "2026-10-25T00:15"],
    ["02:15-02:45", "2026-10-25T00:50Z", "2026-10-25T01:15"],
    ["02:15-02:45", "2026-10-25T01:50Z", "2026-10-26T01:15"],
    ["22:00-04:00", "2026-03-29T12:00Z", "2026-03-29T20:00"],
  ] as const;
  for (const [window, at, next] of cases) {
    const opening = nextOpening(windowSchema.parse(window), new Date(at));
    t.equal(opening.toISOString().slice(0, 16), next, `${window} after ${at}`);
  }
});

t.test("the next opening is the first minute inside after one outside", async () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const near = fc
    .constantFrom(spring, autumn, "2026-06-15")
    .chain((day) =>
      fc.integer({ min: -36 * 60, max: 36 * 60 }).map((minutes) => new Date(Date.parse(day) + minutes * 60_000)),
    );
  fc.assert(
    fc.property(minute, minute, near, (from, to, at) => {
      const window = { from, to };
      fc.pre(from !== to && !isInWindow(window, at));
      let first = at.getTime();
      while (!isInWindow(window, new Date(first))) first += 60_000;
      return nextOpening(window, at).getTime() === first;
    }),
  );
});

t.test("a window of no length is refused, with its line", async (t) => {
  const text = 'networks: [192.168.10.0/24]\npolicy:\n  window: "22:00-22:00"\n';
  t.same(await mistakesOf(t, text), ["3 policy.window: a window of no length would never let the service work"]);
});
