import fc from "fast-check";
import t from "tap";
import { newActivationKeyCode, parseActivationKeyCode } from "../../../src/pool/ledger/activation-key-code.ts";

t.test("a new activation key is ACT-1- and four groups of four hex digits", async (t) => {
  t.match(newActivationKeyCode(), /^ACT-1(-[0-9a-f]{4}){4}$/);
});

t.test("the check group is the beginning of the SHA-256 of the text before it", async (t) => {
  t.equal(parseActivationKeyCode("ACT-1-0123-4567-89ab-bfa3"), "ACT-1-0123-4567-89ab-bfa3");
});

t.test("case and blanks around it do not matter", async (t) => {
  const code = newActivationKeyCode();
  t.equal(parseActivationKeyCode(` \t${code.toLowerCase()}\n`), code);
  t.equal(parseActivationKeyCode(code.toUpperCase()), code);
});

t.test("what has another shape is refused, in words that do not repeat all of it", async (t) => {
  for (const typed of ["", "ACT-1", "ACT-2-0123-4567-89ab-bfa3", `${newActivationKeyCode()}-0000`, "x".repeat(9000)]) {
    t.throws(() => parseActivationKeyCode(typed), { code: "bad-activation-key", message: /^.{1,200}$/ });
  }
});

t.test(
  "one mistyped digit is told without a look-up, but for the one in 65536 that the check group misses",
  async (t) => {
    let missed = 0;
    const digits = fc.tuple(fc.constantFrom(6, 7, 8, 9, 11, 12, 13, 14, 16, 17, 18, 19, 21, 22, 23, 24), fc.nat(15));
    fc.assert(
      fc.property(digits, ([at, digit]) => {
        const code = newActivationKeyCode();
        const mistyped = `${code.slice(0, at)}${digit.toString(16)}${code.slice(at + 1)}`;
        fc.pre(mistyped !== code);
        try {
          parseActivationKeyCode(mistyped);
          missed += 1;
        } catch {}
      }),
      { numRuns: 2000 },
    );
    t.ok(missed <= 3, `${missed} of 2000 were missed`);
  },
);
