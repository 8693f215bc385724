import t from "tap";
import { countOutcomes, summaryLine } from "../../../src/agent/daemon/summary-line.ts";
import type { BoxResult } from "../../../src/agent/reconcile/box-result.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

function box(number: number, outcome: BoxResult["outcome"], more: Partial<BoxResult> = {}): BoxResult {
  const serial = parseSerialNumber(`00-90-33-00-00-0${number}`);
  return { serial, outcome, installed: [], effective: "unknown", warnings: [], ...more };
}

const failed = (number: number) =>
  box(number, "failed", { error: { code: "unreachable", message: "nothing answers" } });

t.test("a round with nothing to tell is told in a word", async (t) => {
  t.equal(summaryLine([]), "0 boxes, 0 in step");
  t.equal(summaryLine([box(1, "in-step"), box(2, "in-step")]), "2 boxes, 2 in step");
});

t.test("the line says what changed, what waits for what, and what failed why", async (t) => {
  const results = [
    box(1, "in-step"),
    box(2, "changed"),
    box(3, "waiting-for-reset", { waitKind: "window", waitingFor: "the window" }),
    box(4, "short-of-licenses"),
    failed(5),
  ];
  t.equal(
    summaryLine(results),
    "5 boxes, 1 in step; 1 changed: 00-90-33-00-00-02; 2 waiting: 00-90-33-00-00-03 (window), 00-90-33-00-00-04 (licenses); 1 failed: 00-90-33-00-00-05 (unreachable)",
  );
});

t.test("of many boxes three are named", async (t) => {
  const results = [1, 2, 3, 4, 5].map(failed);
  t.match(summaryLine(results), /5 failed: [^;]*00-90-33-00-00-03 \(unreachable\), and 2 more$/);
});

t.test("outcomes are counted", async (t) => {
  t.same(countOutcomes([box(1, "in-step"), box(2, "in-step"), failed(3)]), { boxes: 3, "in-step": 2, failed: 1 });
});
