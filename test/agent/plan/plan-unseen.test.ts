import t from "tap";
import { allot } from "../../../src/agent/plan/allot.ts";
import { whyApprovalIsNeeded } from "../../../src/agent/plan/may-spend.ts";
import { planBox } from "../../../src/agent/plan/plan-box.ts";
import type { PlanInput } from "../../../src/agent/plan/plan-input.ts";
import { restrictTo, spendingOf, withoutSpending } from "../../../src/agent/plan/restrict.ts";
import type { BoxPlan } from "../../../src/agent/plan/step.ts";
import { line, offer, situation, thisBox } from "./situation.ts";

const unseen = { issuer: "vendor", beforeCreating: true } as const;
const target = new Map([["Relay-BRIs", 2]]);
/** Boxes that take the vendor's keys, no pool, and the vendor's site. */
const vendors = (changes: Partial<PlanInput> = {}) =>
  planBox(situation({ acceptsKeysFrom: "vendor", creates: false, unseen, ...changes }));
const kinds = (plan: BoxPlan) => plan.steps.map((step) => step.kind);
const shortfalls = (plan: BoxPlan) => plan.shortfalls.map(({ code, type }) => `${code} ${type}`);

t.test("the vendor's site is asked for what no other source has, and only for that", async (t) => {
  const plan = vendors({ target });
  t.match(plan.steps, [
    { kind: "claim", source: "vendor", serial: thisBox, licenses: [], missing: [{ type: "Relay-BRIs", count: 2 }] },
    { kind: "reset" },
  ]);
  t.same(plan.shortfalls, []);
  const has = line("Relay-BRIs", 2, "1");
  t.same(kinds(vendors({ target, installed: [has] })), [], "nothing is missing");
  t.same(kinds(vendors({ target, offers: [offer(has, "vendor", "a.txt:1")] })), ["deliver", "reset"], "a file has it");
  t.same(kinds(vendors()), [], "nothing is wanted");
  t.same(kinds(vendors({ target, unseen: undefined })), [], "downloaded lately");
});

t.test("before keys are created the site is asked, and what there is to create at most is shown", async (t) => {
  const plan = planBox(situation({ unseen, target }));
  t.same(kinds(plan), ["claim", "create-key", "deliver", "reset"]);
  const later = planBox(situation({ unseen: { ...unseen, beforeCreating: false }, target }));
  t.same(kinds(later), ["create-key", "deliver", "reset"], "a pool that is preferred can make them");
  const cannot = planBox(
    situation({ unseen: { ...unseen, beforeCreating: false }, target, acceptsKeysFrom: "vendor" }),
  );
  t.same(kinds(cannot), ["claim", "reset"], "a pool that is preferred cannot");
});

t.test("where policy.claim is never, the site is not asked", async (t) => {
  const policy = { create: "ask", claim: "never", reset: "when-idle" } as const;
  const plan = vendors({ target, policy });
  t.same([plan.steps, shortfalls(plan)], [[], ["policy-forbids Relay-BRIs"]]);
  t.same(kinds(planBox(situation({ unseen, target, policy }))), ["create-key", "deliver", "reset"]);
});

t.test("where it is ask, the service waits for a person; where it is always, it does not", async (t) => {
  const spent = { box: 0, day: 0 };
  const why = (claim: "ask" | "always") => {
    const policy = { create: "ask", claim, reset: "never" } as const;
    return whyApprovalIsNeeded(vendors({ target, policy }), policy, spent);
  };
  t.match(why("ask"), /policy.claim is ask/);
  t.equal(why("always"), undefined);
  const waiting = withoutSpending(vendors({ target }));
  t.same(waiting.steps, [], "without the claim a reset has no point");
  t.same(kinds(restrictTo(spendingOf(vendors({ target }).steps), vendors({ target }))), ["claim", "reset"]);
});

t.test("a site that cannot be asked now is named, and nothing is created that it may have", async (t) => {
  const blocked = { code: "vendor-login-refused", message: "refused before", final: false } as const;
  t.same(shortfalls(vendors({ target, unseen: { ...unseen, blocked } })), ["vendor-login-refused Relay-BRIs"]);
  const both = planBox(situation({ target, unseen: { ...unseen, blocked } }));
  t.same([kinds(both), shortfalls(both)], [[], ["vendor-login-refused Relay-BRIs"]]);
  const final = { code: "vendor-not-yours", message: "another account's", final: true } as const;
  const rest = planBox(situation({ target, unseen: { ...unseen, blocked: final } }));
  t.same([kinds(rest), shortfalls(rest)], [["create-key", "deliver", "reset"], []]);
});

t.test("a variable that the profile does not know is nothing to ask for", async (t) => {
  const { box } = situation();
  const plan = planBox(
    situation({ box: { ...box, knownVariables: new Set() }, target, unseen: { ...unseen, beforeCreating: false } }),
  );
  t.same(shortfalls(plan), ["refused Relay-BRIs"]);
  t.same(kinds(plan), []);
});

t.test("a box that may only be read is not claimed for", async (t) => {
  const { box } = situation();
  const plan = vendors({ target, box: { ...box, notWritable: "no profile knows this model" } });
  t.same([plan.steps, shortfalls(plan)], [[], ["not-writable Relay-BRIs"]]);
});

t.test("a short balance takes the creation out, and leaves the claim with its reset", async (t) => {
  const [plan] = allot([planBox(situation({ unseen, target }))], new Map());
  t.same(plan && kinds(plan), ["claim", "reset"]);
});

t.test("whether the site may be asked is part of the basis", async (t) => {
  const blocked = { code: "vendor-not-yours", message: "", final: true } as const;
  const bases = [undefined, unseen, { ...unseen, blocked }].map((one) => vendors({ target, unseen: one }).basis);
  t.equal(new Set(bases).size, 3);
});
