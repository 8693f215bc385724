import fc from "fast-check";
import t from "tap";
import { spreadWave } from "../../../src/agent/daemon/spread-wave.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

t.test("a few boxes that change at the same moment are served at once", async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), random, (count, value) => {
      const pauses = spreadWave(count, () => value);
      return pauses.length === count && pauses.every((pause) => pause === 0);
    }),
  );
});

t.test("a big wave is spread over two seconds a box, and over ten minutes at most", async () => {
  fc.assert(
    fc.property(fc.integer({ min: 21, max: 2000 }), random, (count, value) => {
      const pauses = spreadWave(count, () => value);
      const longest = Math.min(600_000, count * 2000);
      return pauses.length === count && pauses.every((pause) => pause >= 0 && pause < longest);
    }),
  );
});

t.test("the boxes of a wave do not all come at one moment", async (t) => {
  const pauses = spreadWave(5000, Math.random);
  const inFirstMinute = pauses.filter((pause) => pause < 60_000).length;
  t.ok(inFirstMinute > 300 && inFirstMinute < 700, `${inFirstMinute} of 5000 in the first of ten minutes`);
});
