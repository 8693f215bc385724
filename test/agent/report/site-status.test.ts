import t from "tap";
import { siteStatus } from "../../../src/agent/report/site-status.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

const serial = parseSerialNumber("00-90-33-01-02-03");
const now = new Date("2026-05-01T12:00:00.000Z");
const [before, after, later] = ["2026-05-01T11:59:00.000Z", "2026-05-01T12:01:00.000Z", "2026-05-02T02:15:00.000Z"];

/** What is told of a box that is to be tried again. */
function told(running: boolean, nextTryAt: string) {
  const state = { serial, outcome: "failed", since: before, failures: 1, nextTryAt };
  const { boxes, ...site } = siteStatus({
    running,
    now,
    site: "test",
    configured: new Map([[serial, {}]]),
    boxes: [],
    states: [state],
    approvals: [],
    breakers: [],
    lastRound: undefined,
    nextRound: later,
  });
  return { nextTry: boxes[0]?.nextTry, ...site };
}

t.test("while an agent runs, status tells the next try of a box, and the next round", async (t) => {
  t.match(told(true, after), { running: true, nextTry: after, nextRound: later });
  t.match(told(true, before), { nextTry: before }, "it is due");
  t.match(told(true, "2026-06-01T00:00:00.000Z"), { nextTry: later }, "a round tries every box");
});

t.test("while no agent runs, no try and no round is told that does not come", async (t) => {
  t.same(told(false, before), { running: false, nextTry: undefined, site: "test" });
  t.same(told(false, after), { running: false, nextTry: after, site: "test" });
});
