import t from "tap";
import { type ReportedBox, reportRows } from "../../../src/agent/report/report-rows.ts";
import { facts, line, offer, thisBox } from "../plan/situation.ts";

const box = (changes: Partial<ReportedBox>): ReportedBox => ({
  serial: thisBox,
  offers: [],
  installed: [],
  ...changes,
});
const brief = (boxes: readonly ReportedBox[], known = new Map()) =>
  reportRows(boxes, known).map(({ type, inPool, onBox, state }) => [type, inPool, onBox, state]);

t.test("pool and box stand side by side", async (t) => {
  const [both, pool, foreign, gone] = [
    line("PBX-Registrations", 37, "1"),
    line("Relay-BRIs", 2, "2"),
    line("PBX-Operators", 1, "3"),
    line("PBX-SoftwarePhones", 5, "4"),
  ];
  const known = new Map([...facts([both, pool]), ...facts([gone], "revoked")]);
  t.same(brief([box({ installed: [both, foreign, gone], offers: [offer(both), offer(pool)] })], known), [
    ["PBX-Operators", undefined, 1, "foreign"],
    ["PBX-Registrations", 37, 37, "in-step"],
    ["PBX-SoftwarePhones", 5, 5, "revoked"],
    ["Relay-BRIs", 2, undefined, "not-installed"],
  ]);
});

t.test("of a box that could not be read the pool's side is shown", async (t) => {
  const { installed: _, ...unread } = box({ offers: [offer(line("Relay-BRIs", 2, "2"))] });
  t.same(brief([unread]), [["Relay-BRIs", 2, undefined, "box-not-read"]]);
});

t.test("a line that stands on the box twice is one license, and its key is shortened", async (t) => {
  const twice = line("Relay-BRIs", 2, "2");
  const rows = reportRows([box({ installed: [twice, twice] })], new Map());
  t.equal(rows.length, 1);
  t.equal(rows[0]?.key, "0002-…");
});
