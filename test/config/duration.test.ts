import t from "tap";
import { durationSchema } from "../../src/config/duration.ts";

t.test("seconds, minutes, hours, days and years become milliseconds", async (t) => {
  const durations = {
    "0s": 0,
    "30s": 30_000,
    "10m": 600_000,
    "6h": 21_600_000,
    "1d": 86_400_000,
    "2y": 730 * 86_400_000,
  };
  for (const [text, milliseconds] of Object.entries(durations)) t.equal(durationSchema.parse(text), milliseconds, text);
});

t.test("anything else is refused with an example", async (t) => {
  for (const text of ["", "10", "m", "1.5h", "-1h", "1 h", "1w", "1H", "1h30m", "1000000s", 600, null]) {
    const { error } = durationSchema.safeParse(text);
    t.ok(error, String(text));
    if (typeof text === "string") t.match(error?.issues[0]?.message, /30s, 10m, 6h, 1d or 2y/, text);
  }
});
