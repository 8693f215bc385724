import fc from "fast-check";
import t from "tap";
import { plainCell, safeCell } from "../../../src/cli/key-csv/formula-cell.ts";

const texts = fc.oneof(
  fc.string(),
  fc.tuple(fc.stringMatching(/^'{0,3}[=+\-@\t\r]?$/), fc.string()).map(([start, rest]) => start + rest),
);

t.test("no cell that is written begins like a formula, and each is read back as it was", async () => {
  fc.assert(
    fc.property(texts, (text) => {
      const cell = safeCell(text);
      return !/^[=+\-@\t\r]/.test(cell) && plainCell(cell) === text;
    }),
  );
});

t.test("only what a spreadsheet would calculate gets an apostrophe", async (t) => {
  t.same(["=1+1", "-5", "@a", "Müller", "'tis", ""].map(safeCell), ["'=1+1", "'-5", "'@a", "Müller", "'tis", ""]);
});
