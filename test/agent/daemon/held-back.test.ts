import t from "tap";
import { heldBack } from "../../../src/agent/daemon/held-back.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

const one = parseSerialNumber("00-90-33-00-00-01");
const other = parseSerialNumber("00-90-33-00-00-02");
const minute = 60_000;

t.test("a box that is due as before, since its pass could not be kept, is asked ever more rarely", async (t) => {
  let now = 0;
  const held = heldBack(() => now);
  const pauses: number[] = [];
  for (let pass = 0; pass < 9; pass += 1) {
    held.passed([one], new Set([one]));
    const from = now;
    while (held.free([one]).length === 0) now += minute;
    pauses.push((now - from) / minute);
  }
  t.same(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

t.test("other boxes are not held back, and once a pass is kept the pauses begin anew", async (t) => {
  let now = 0;
  const held = heldBack(() => now);
  held.passed([one, other], new Set([one]));
  t.same(held.free([one, other]), [other]);
  now += minute;
  held.passed([one], new Set());
  held.passed([one], new Set([one]));
  now += minute;
  t.same(held.free([one, other]), [one, other]);
});
