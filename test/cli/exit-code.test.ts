import fc from "fast-check";
import t from "tap";
import { type Ended, exitCode, exitCodeOf } from "../../src/cli/exit-code.ts";

const failed = (code: string): Ended => ({ outcome: "failed", error: { code } });
const inStep: Ended = { outcome: "in-step" };
const changed: Ended = { outcome: "changed" };
const reset: Ended = { outcome: "waiting-for-reset" };
const differs: Ended = { outcome: "differs" };
const approval: Ended = { outcome: "waiting-for-approval" };
const short: Ended = { outcome: "short-of-licenses", error: { code: "short-of-licenses" } };
const refused = failed("auth-failed");
const missing = failed("no-credential");

/** How the boxes ended, and what the command answers. */
const table: readonly (readonly [what: string, results: readonly Ended[], code: number])[] = [
  ["nothing to do is done", [], 0],
  ["boxes in step, changed, or waiting for a reset are done", [inStep, changed, reset], 0],
  ["a reset that policy postpones is no failure", [reset], 0],
  ["a box that failed alone is a failure", [failed("unreachable")], 1],
  ["no box that reached its target is a failure", [failed("unreachable"), short, approval], 1],
  ["waiting for approval is not the target", [approval], 1],
  ["short of licenses is not the target", [short], 1],
  ["a failure without a code is one", [{ outcome: "failed" }], 1],
  ["differences are told apart from failures", [differs], 2],
  ["differences at some boxes, the others in step", [inStep, differs, reset], 2],
  ["some boxes did, some did not", [inStep, failed("not-back")], 3],
  ["some did, and some are short of licenses", [changed, short], 3],
  ["some did, and some wait for approval", [reset, approval], 3],
  ["some did, and the others failed for their credentials", [changed, refused], 3],
  ["some did, one differs, one failed", [inStep, differs, failed("timed-out")], 3],
  ["differences and a failure, and no box that did", [differs, failed("unreachable")], 1],
  ["differences and a refused credential, and no box that did", [differs, refused], 1],
  ["no box did, all for their credentials", [refused, missing, refused], 4],
  ["no box did, not all for their credentials", [refused, failed("unreachable")], 1],
];

for (const [what, results, code] of table) {
  t.test(`exit ${code}: ${what}`, async (t) => {
    t.equal(exitCodeOf(results), code);
    t.equal(exitCodeOf(results.toReversed()), code);
  });
}

t.test("the exit codes are those of the manual", async (t) => {
  t.same(exitCode, {
    done: 0,
    failed: 1,
    differs: 2,
    partly: 3,
    credentials: 4,
    usage: 5,
    agentRunning: 11,
    interrupted: 130,
  });
});

t.test("exit 0 means that every box is fine, and one fine box never lets it be a failure of all", async () => {
  const fine = [inStep, changed, reset];
  const all = fc.array(fc.constantFrom(...fine, differs, approval, short, refused, failed("unreachable")));
  fc.assert(
    fc.property(all, (results) => {
      const code = exitCodeOf(results);
      const good = results.filter((one) => fine.includes(one)).length;
      return (code === 0) === (good === results.length) && (good === 0 || [0, 2, 3].includes(code));
    }),
  );
});
