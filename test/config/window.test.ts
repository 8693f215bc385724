import fc from "fast-check";
import t from "tap";
import { isInWindow, windowSchema } from "../../src/config/window.ts";

const at = (hours: number, minutes = 0, seconds = 0) => new Date(2026, 2, 15, hours, minutes, seconds);

t.test("a window over midnight is open late and early, and closed by day", async (t) => {
  const window = windowSchema.parse("22:00-04:00");
  t.same(window, { from: 1320, to: 240 });
  for (const open of [at(22), at(23, 59, 59), at(0), at(3, 59, 59)]) t.ok(isInWindow(window, open), open.toString());
  for (const shut of [at(4), at(12), at(21, 59, 59)]) t.notOk(isInWindow(window, shut), shut.toString());
});

t.test("a window within a day begins with its first minute and ends before its last", async (t) => {
  const window = windowSchema.parse("01:30-02:00");
  t.notOk(isInWindow(window, at(1, 29, 59)));
  t.ok(isInWindow(window, at(1, 30)));
  t.ok(isInWindow(window, at(1, 59, 59)));
  t.notOk(isInWindow(window, at(2)));
});

t.test("what is no window, or one of no length, is refused", async (t) => {
  const wrong = ["", "22:00", "22-04", "22:00-24:00", "22:60-04:00", "2:00-4:00", "22:00 - 04:00", "22:00-22:00"];
  for (const text of wrong) t.notOk(windowSchema.safeParse(text).success, text);
});

t.test("a window and its opposite share the day between them", async () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minute, minute, minute, (from, to, now) => {
      fc.pre(from !== to);
      const date = at(Math.floor(now / 60), now % 60);
      return isInWindow({ from, to }, date) !== isInWindow({ from: to, to: from }, date);
    }),
  );
});
