import fc from "fast-check";
import t from "tap";
import { allot } from "../../../src/agent/plan/allot.ts";
import { planBox } from "../../../src/agent/plan/plan-box.ts";
import type { PlanInput } from "../../../src/agent/plan/plan-input.ts";
import { restrictTo, spendingOf, withoutSpending } from "../../../src/agent/plan/restrict.ts";
import type { BoxPlan } from "../../../src/agent/plan/step.ts";
import type { LicenseLine } from "../../../src/license/license-line.ts";
import { facts, line, offer, otherBox, situation, thisBox } from "./situation.ts";

const kinds = (plan: BoxPlan) => plan.steps.map((step) => step.kind);
const warnings = (plan: BoxPlan) => plan.warnings.map((warning) => warning.code);
const wants = (type: string, count: number) => new Map([[type, count]]);

const gone = line("PBX-Registrations", 37, "1");
const stays = line("PBX-Operators", 1, "2");
const alsoStays = line("PBX-SoftwarePhones", 1, "3");
type Proof = "alone" | "beside" | undefined;

/** A box with a revoked line and others of the same variable, and how lines were seen to be put on it. */
function revokedBeside(others: readonly LicenseLine[], proof: Proof, changes: Partial<PlanInput> = {}): PlanInput {
  const proofs = new Map(proof === undefined ? [] : [["LICENSE/PBX0", proof] as const]);
  return situation({
    installed: [gone, ...others],
    keyFacts: new Map([...facts([gone], "revoked"), ...facts(others)]),
    offers: others.map((other) => offer(other)),
    removal: { proofs },
    ...changes,
  });
}

t.test("a line whose key was revoked is removed, and the box reset for it", async (t) => {
  const plan = planBox(revokedBeside([], undefined));
  t.match(plan.steps, [
    { kind: "remove", type: "PBX-Registrations", count: 37, variable: "LICENSE/PBX0", line: { key: gone.key } },
    { kind: "reset" },
  ]);
  t.same(plan.warnings, []);
  const forbidden = planBox(revokedBeside([], undefined, { resetOverride: "never" }));
  t.same([kinds(forbidden), forbidden.resetForbidden], [["remove"], true]);
});

t.test("where the policy does not want it, it is only told", async (t) => {
  const plan = planBox(revokedBeside([], undefined, { removal: undefined }));
  t.same([kinds(plan), warnings(plan)], [[], ["revoked-installed"]]);
});

t.test("the more lines stand beside it, the more must have been seen before it is removed", async (t) => {
  const table: readonly [LicenseLine[], Proof, "remove" | "remove-unproven"][] = [
    [[], undefined, "remove"],
    [[stays], undefined, "remove-unproven"],
    [[stays], "alone", "remove"],
    [[stays], "beside", "remove"],
    [[stays, alsoStays], "alone", "remove-unproven"],
    [[stays, alsoStays], "beside", "remove"],
  ];
  for (const [others, proof, expected] of table) {
    const plan = planBox(revokedBeside(others, proof));
    t.ok(
      [...kinds(plan), ...warnings(plan)].includes(expected),
      `${others.length} others, proof ${proof}: ${expected}`,
    );
  }
  const elsewhere = line("Relay-BRIs", 2, "4");
  t.same(
    kinds(planBox(revokedBeside([elsewhere], undefined))),
    ["remove", "reset"],
    "another variable's line is no risk",
  );
});

t.test("a delivery of the same plan shows that lines can be put back; without it nothing is removed", async (t) => {
  const input = revokedBeside([stays], undefined, { target: wants("PBX-Registrations", 10) });
  const plan = planBox(input);
  t.same(kinds(plan), ["create-key", "deliver", "remove", "reset"]);
  t.match(plan.steps[2], { provenBy: "delivery" });
  t.same(kinds(withoutSpending(plan)), []);
  t.match(allot([plan], new Map()), [{ steps: [], shortfalls: [{ code: "short-of-licenses" }] }]);
  const other = revokedBeside([stays], undefined, { target: wants("Relay-BRIs", 2) });
  t.same(kinds(planBox(other)), ["create-key", "deliver", "reset"], "a line of another variable shows nothing");
});

t.test("what is short keeps no line from being removed", async (t) => {
  const plan = planBox(revokedBeside([stays], "beside", { target: wants("PBX-Registrations", 10) }));
  t.match(allot([plan], new Map()), [{ steps: [{ kind: "remove" }, { kind: "reset" }] }]);
});

t.test(
  "while a person is asked for what takes its place, a line stays; what nobody agreed to is not removed",
  async (t) => {
    const plan = planBox(revokedBeside([], undefined, { target: wants("PBX-Registrations", 10) }));
    t.same(kinds(plan), ["create-key", "deliver", "remove", "reset"]);
    t.same(kinds(withoutSpending(plan)), []);
    const other = planBox(revokedBeside([], undefined, { target: wants("Relay-BRIs", 2) }));
    t.same(kinds(withoutSpending(other)), ["remove", "reset"]);
    const agreed = spendingOf([{ kind: "create-key", type: "PBX-Registrations" }]);
    t.same(kinds(restrictTo(agreed, plan)), ["create-key", "deliver", "reset"]);
    const begun = planBox(situation({ begun: [gone], target: wants("PBX-Registrations", 10) }));
    t.same(kinds(withoutSpending(begun)), ["remove", "reset"], "what was begun is finished");
  },
);

t.test(
  "a line stays when the pool is in doubt, has its key for another box, or has another license under it",
  async (t) => {
    const why = (changes: Partial<PlanInput>) => {
      const plan = planBox(revokedBeside([], undefined, changes));
      t.same([kinds(plan), warnings(plan)], [[], ["revoked-installed"]]);
      return plan.warnings[0]?.message;
    };
    t.match(why({ removal: { blocked: "it does not answer", proofs: new Map() } }), /not removed: it does not answer/);
    const fact = facts([gone], "revoked").get(gone.key ?? "");
    if (fact === undefined) throw new Error("a fact");
    const { serial: _, ...unbound } = fact;
    const known = (changed: typeof fact | typeof unbound) => ({ keyFacts: new Map([[gone.key ?? "", changed]]) });
    t.match(why(known({ ...fact, serial: otherBox })), new RegExp(`the pool has it for ${otherBox}`));
    t.match(why(known(unbound)), /the pool has it for no box/);
    t.match(why(known({ ...fact, count: 38 })), /not the one that the pool has/);
    t.match(why(known({ ...fact, type: "PBX-Operators" })), /not the one that the pool has/);
    const box = { ...situation().box, knownVariables: new Set<string>() };
    t.match(why({ box }), /does not know the variable/);
  },
);

t.test("a box that may not be written is told of, and keeps the line", async (t) => {
  const box = { ...situation().box, notWritable: "firmware 9" };
  const plan = planBox(revokedBeside([], undefined, { box }));
  t.match(plan, { steps: [], shortfalls: [{ code: "not-writable", type: "PBX-Registrations" }] });
});

t.test("what a removal took with it goes back before anything else, and counts as installed", async (t) => {
  const bound = line("Relay-BRIs", 2, "4", otherBox);
  const input = situation({
    putBack: [stays, bound],
    begun: [gone],
    keyFacts: new Map([...facts([gone], "revoked"), ...facts([stays])]),
    offers: [offer(stays)],
    target: wants("PBX-Operators", 1),
    acceptsKeysFrom: "vendor",
    removal: undefined,
  });
  const plan = planBox(input);
  t.match(plan.steps, [
    { kind: "deliver", from: "backup", putBack: true, line: { key: stays.key } },
    { kind: "deliver", from: "backup", putBack: true, line: { key: bound.key } },
    { kind: "remove", begun: true, line: { key: gone.key } },
    { kind: "reset" },
  ]);
  const revokedSince = planBox({ ...input, keyFacts: facts([gone, stays], "revoked"), target: new Map() });
  t.match(revokedSince.steps, [{ putBack: true, line: { key: bound.key } }, { kind: "remove" }, { kind: "reset" }]);
});

t.test("another decision about removals is another basis", async (t) => {
  const bases = [
    revokedBeside([stays], "alone"),
    revokedBeside([stays], undefined),
    revokedBeside([], undefined),
    { ...revokedBeside([], undefined), putBack: [stays] },
    { ...situation({ keyFacts: facts([gone], "revoked") }), begun: [gone] },
  ].map((input) => planBox(input).basis);
  t.equal(new Set(bases).size, bases.length);
  const without = revokedBeside([stays], undefined);
  t.equal(
    planBox(without).basis,
    planBox({ ...without, removal: undefined }).basis,
    "what decides nothing is no part of it",
  );
});

t.test("only lines that the pool revoked for this very box are ever removed, whatever else is there", async () => {
  const types = ["PBX-Registrations", "PBX-Operators", "Relay-BRIs"] as const;
  const some = fc.record({
    type: fc.constantFrom(...types),
    digits: fc.integer({ min: 1, max: 6 }).map(String),
    bound: fc.constantFrom(thisBox, otherBox, "no box" as const),
    status: fc.constantFrom("active" as const, "revoked" as const, "foreign" as const),
  });
  const proofs = fc.constantFrom<Proof>("alone", "beside", undefined);
  fc.assert(
    fc.property(fc.array(some, { maxLength: 6 }), proofs, fc.boolean(), (all, proof, blocked) => {
      const lines = [...new Map(all.map((one) => [one.digits, one])).values()].map((one) => ({
        ...one,
        line: line(one.type, 1, one.digits, one.bound),
      }));
      const keyFacts = new Map(
        lines.flatMap(({ line: of, status }) => (status === "foreign" ? [] : [...facts([of], status)])),
      );
      const known = ["LICENSE/PBX0", "LICENSE/RELAY0"].flatMap((name) => (proof ? [[name, proof] as const] : []));
      const removal = { proofs: new Map(known), ...(blocked && { blocked: "away" }) };
      const plan = planBox(situation({ installed: lines.map((one) => one.line), keyFacts, removal }));
      const may = new Set(
        lines.filter(({ status, bound }) => status === "revoked" && bound === thisBox).map((one) => one.line.raw),
      );
      const removed = plan.steps.flatMap((step) => (step.kind === "remove" ? step.line.raw : []));
      return removed.every((raw) => may.has(raw)) && (!blocked || removed.length === 0);
    }),
  );
});
