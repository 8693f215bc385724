import t from "tap";
import { allot, costOf } from "../../../src/agent/plan/allot.ts";
import { whyApprovalIsNeeded } from "../../../src/agent/plan/may-spend.ts";
import { planBox } from "../../../src/agent/plan/plan-box.ts";
import { restrictTo, spendingOf, withoutSpending } from "../../../src/agent/plan/restrict.ts";
import { line, offer, situation } from "./situation.ts";

const target = new Map([
  ["PBX-Registrations", 37],
  ["PBX-Operators", 1],
]);

t.test(
  "the balance is shared out in order, a type all or nothing, and the rest of the box is still served",
  async (t) => {
    const plan = planBox(situation({ target }));
    const [first, second] = allot(
      [plan, plan],
      new Map([
        ["PBX-Registrations", 50],
        ["PBX-Operators", 2],
      ]),
    );
    t.same(first, plan);
    t.match(second?.shortfalls, [{ code: "short-of-licenses", type: "PBX-Registrations" }]);
    t.same(
      second?.steps.map((step) => step.kind),
      ["create-key", "deliver", "reset"],
    );
    t.same(
      costOf([first ?? plan, second ?? plan]),
      new Map([
        ["PBX-Registrations", 37],
        ["PBX-Operators", 2],
      ]),
    );
  },
);

t.test("a box that gets nothing is not reset for it", async (t) => {
  const [plan] = allot([planBox(situation({ target }))], new Map());
  t.same(plan?.steps, []);
});

t.test("what the agreed plan had no licenses for is not created when the balance has grown since", async (t) => {
  const fresh = planBox(situation({ target }));
  const [agreed] = allot([fresh], new Map([["PBX-Operators", 1]]));
  t.same(restrictTo(spendingOf((agreed ?? fresh).steps), fresh).steps, agreed?.steps);
});

t.test("without any spending, what exists is still delivered, and the box reset for it", (t) => {
  const fresh = planBox(situation({ target, offers: [offer(line("DECT-Users", 4, "7"))] }));
  const kinds = withoutSpending(fresh).steps.map((step) => step.kind);
  t.same(kinds, fresh.steps.some((step) => step.kind === "reset") ? ["deliver", "reset"] : ["deliver"]);
  t.end();
});

t.test("the service spends only what its policy lets it", async (t) => {
  const plan = planBox(situation({ target }));
  const policy = (create: "ask" | { perBox: number; perDay: number }) =>
    ({ create, claim: "ask", reset: "never" }) as const;
  const none = { box: 0, day: 0 };
  t.match(whyApprovalIsNeeded(plan, policy("ask"), none), /ask/);
  t.equal(whyApprovalIsNeeded(plan, policy({ perBox: 38, perDay: 38 }), none), undefined);
  t.match(whyApprovalIsNeeded(plan, policy({ perBox: 37, perDay: 100 }), none), /box and day/);
  t.match(whyApprovalIsNeeded(plan, policy({ perBox: 100, perDay: 40 }), { box: 0, day: 3 }), /a day/);
  t.match(whyApprovalIsNeeded({ ...plan, needsPerson: true }, policy({ perBox: 100, perDay: 100 }), none), /person/);
});
