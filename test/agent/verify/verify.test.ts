import t from "tap";
import { lostLines } from "../../../src/agent/verify/compare-lines.ts";
import { compareSettings } from "../../../src/agent/verify/compare-settings.ts";
import { effectiveOf, isResetOutstanding, lineFingerprint } from "../../../src/agent/verify/effective.ts";
import { restartSeen } from "../../../src/agent/verify/restart-signs.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { line } from "../plan/situation.ts";

const one = line("PBX-Operators", 1, "1");
const two = line("PBX-Operators", 1, "2");
const record = (of: typeof one, deliveredAt?: string, effectiveAt?: string) => ({
  identity: lineFingerprint(of),
  deliveredAt,
  effectiveAt,
});

t.test("a line is in effect when it was seen to outlive a restart", async (t) => {
  t.equal(effectiveOf([one], [record(one, "2026-01-01", "2026-01-02")]), "yes");
  t.equal(effectiveOf([one], [record(one, undefined, "2026-01-02")]), "yes");
});

t.test("a delivered line without a restart is not in effect, and a reset is outstanding", async (t) => {
  const records = [record(one, "2026-01-01"), record(two, undefined, "2026-01-02")];
  t.equal(effectiveOf([one, two], records), "no");
  t.ok(isResetOutstanding([one, two], records));
});

t.test("of a line that was there already nobody knows", async (t) => {
  t.equal(effectiveOf([one], [record(one)]), "unknown");
  t.equal(effectiveOf([one], []), "unknown");
  t.equal(effectiveOf([], []), "unknown");
});

t.test("a line that the box rewrote under the same key is not lost; one that is gone is", async (t) => {
  const rewritten = { ...one, raw: toByteText(`${one.raw} `) };
  t.same(lostLines([one, two], [rewritten]), [two]);
});

t.test("settings are compared as lines with their numbers of occurrence, in whatever order", async (t) => {
  const lines = (...all: string[]) => all.map(toByteText);
  t.equal(compareSettings(lines("a", "b", "b"), lines("b", "a", "b")), undefined);
  t.same(compareSettings(lines("a", "b", "b"), lines("a", "b", "c")), { added: ["c"], removed: ["b"] });
});

t.test("a restart is seen by a fallen uptime or a required reset that is no longer, and by nothing else", async (t) => {
  t.ok(restartSeen({ upTimeSeconds: 500 }, { upTimeSeconds: 3 }));
  t.ok(restartSeen({ resetRequired: true }, { resetRequired: false }));
  t.notOk(restartSeen({ upTimeSeconds: 3 }, { upTimeSeconds: 500 }));
  t.notOk(restartSeen({}, { upTimeSeconds: 3, resetRequired: false }));
});
