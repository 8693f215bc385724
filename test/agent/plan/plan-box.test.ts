import fc from "fast-check";
import t from "tap";
import { planBox } from "../../../src/agent/plan/plan-box.ts";
import type { BoxPlan } from "../../../src/agent/plan/step.ts";
import { facts, line, offer, otherBox, situation, thisBox } from "./situation.ts";

const kinds = (plan: BoxPlan) => plan.steps.map((step) => step.kind);
const warnings = (plan: BoxPlan) => plan.warnings.map((warning) => warning.code);
const shortfalls = (plan: BoxPlan) => plan.shortfalls.map((shortfall) => shortfall.code);
const wants = (type: string, count: number) => new Map([[type, count]]);

t.test("a box that has what it is to have is left alone", async (t) => {
  const has = line("PBX-Registrations", 37, "1");
  const plan = planBox(
    situation({
      installed: [has],
      target: wants("PBX-Registrations", 37),
      keyFacts: facts([has]),
      offers: [offer(has)],
    }),
  );
  t.same(plan.steps, []);
  t.same(plan.warnings, []);
});

t.test("a key that exists for the box and is not on it is delivered, and the box reset", async (t) => {
  const key = line("PBX-Operators", 1, "1");
  const plan = planBox(situation({ offers: [offer(key)], keyFacts: facts([key]) }));
  t.match(plan.steps, [
    { kind: "deliver", type: "PBX-Operators", count: 1, line: { key: key.key } },
    { kind: "reset", how: "when-idle" },
  ]);
});

t.test("what is missing to the total is created as one key, and asked for as a total", async (t) => {
  const [pool, foreign] = [line("PBX-Registrations", 10, "1"), line("PBX-Registrations", 5, "2")];
  const plan = planBox(
    situation({
      installed: [pool, foreign],
      offers: [offer(pool)],
      keyFacts: facts([pool]),
      target: wants("PBX-Registrations", 37),
    }),
  );
  t.match(plan.steps[0], { kind: "create-key", type: "PBX-Registrations", count: 22, total: 32 });
  t.same(kinds(plan), ["create-key", "deliver", "reset"]);
  t.same(warnings(plan), ["foreign"]);
});

t.test("keys that exist but are not delivered yet count before anything is created", async (t) => {
  const key = line("PBX-Registrations", 37, "1");
  const plan = planBox(
    situation({ offers: [offer(key)], keyFacts: facts([key]), target: wants("PBX-Registrations", 37) }),
  );
  t.same(kinds(plan), ["deliver", "reset"]);
});

t.test("lines of license files count, and the pool is asked only for the rest", async (t) => {
  const file = line("PBX-Registrations", 30, "1");
  const plan = planBox(
    situation({ offers: [offer(file, "vendor", "a.txt:1")], target: wants("PBX-Registrations", 37) }),
  );
  t.match(plan.steps[0], { kind: "create-key", count: 7, total: 7 });
});

t.test("a hardware line bound to another box is never delivered, and does not count where it is found", async (t) => {
  const bound = line("Relay-BRIs", 2, "1", otherBox);
  t.same(shortfalls(planBox(situation({ offers: [offer(bound)] }))), ["refused"]);
  const found = planBox(situation({ installed: [bound], target: wants("Relay-BRIs", 2) }));
  t.same(warnings(found), ["wrong-serial-line"]);
  t.match(found.steps[0], { kind: "create-key", count: 2 });
});

t.test("a portable line of another serial number counts, and creating more of its type needs a person", async (t) => {
  const moved = line("PBX-Registrations", 10, "1", otherBox);
  const enough = planBox(
    situation({ installed: [moved], target: wants("PBX-Registrations", 10), keyFacts: facts([moved]) }),
  );
  t.same([kinds(enough), warnings(enough), enough.needsPerson], [[], ["portable-elsewhere"], false]);
  const more = planBox(
    situation({ installed: [moved], target: wants("PBX-Registrations", 12), keyFacts: facts([moved]) }),
  );
  t.match(more.steps[0], { kind: "create-key", count: 2, total: 2 });
  t.ok(more.needsPerson);
});

t.test("revoked keys are neither delivered nor counted", async (t) => {
  const key = line("PBX-Operators", 1, "1");
  const offered = planBox(situation({ offers: [offer(key)], keyFacts: facts([key], "revoked") }));
  t.same([offered.steps, warnings(offered)], [[], ["revoked"]]);
  const installed = planBox(
    situation({ installed: [key], keyFacts: facts([key], "revoked"), target: wants("PBX-Operators", 1) }),
  );
  t.match(installed.steps[0], { kind: "create-key", count: 1 });
  t.same(warnings(installed), ["revoked-installed"]);
});

t.test("where boxes take the vendor's keys, none of ours is delivered, claimed or created", async (t) => {
  const own = line("PBX-Operators", 1, "1");
  const plan = planBox(
    situation({
      acceptsKeysFrom: "vendor",
      offers: [offer(own)],
      keyFacts: facts([own]),
      predefined: [{ id: "1", type: "Relay-BRIs", count: 2 }],
      target: wants("PBX-Registrations", 5),
    }),
  );
  t.same(plan.steps, []);
  t.same(shortfalls(plan), ["issuer-not-accepted", "issuer-not-accepted", "issuer-not-accepted"]);
});

t.test("where boxes take the vendor's keys, a line of a license file is delivered", async (t) => {
  const plan = planBox(
    situation({ acceptsKeysFrom: "vendor", offers: [offer(line("Relay-BRIs", 2, "1"), "vendor", "a.txt:1")] }),
  );
  t.same(kinds(plan), ["deliver", "reset"]);
});

t.test("predefined licenses are claimed before anything is created, and count", async (t) => {
  const predefined = [{ id: "1", type: "Relay-BRIs", count: 2 }];
  const plan = planBox(situation({ predefined, target: wants("Relay-BRIs", 4) }));
  t.same(kinds(plan), ["claim", "create-key", "deliver", "deliver", "reset"]);
  t.match(plan.steps[1], { count: 2, total: 4 });
});

t.test("policy never binds everybody", async (t) => {
  const never = { create: "never", claim: "never", reset: "never" } as const;
  const predefined = [{ id: "1", type: "Relay-BRIs", count: 2 }];
  const plan = planBox(situation({ policy: never, predefined, target: wants("PBX-Operators", 1) }));
  t.same([plan.steps, shortfalls(plan)], [[], ["policy-forbids", "policy-forbids"]]);
});

t.test("a reset that policy forbids is no step, unless a person overrides it", async (t) => {
  const policy = { create: "ask", claim: "ask", reset: "never" } as const;
  const outstanding = planBox(situation({ policy, resetOutstanding: true }));
  t.same([outstanding.steps, outstanding.resetForbidden], [[], true]);
  const overridden = planBox(situation({ policy, resetOutstanding: true, resetOverride: "now" }));
  t.match(overridden.steps, [{ kind: "reset", how: "now" }]);
  t.equal(overridden.basis, outstanding.basis);
});

t.test("a box that may only be read gets no step, and says why", async (t) => {
  const { box } = situation();
  const plan = planBox(
    situation({ box: { ...box, notWritable: "no profile knows this model" }, target: wants("PBX-Operators", 1) }),
  );
  t.same([plan.steps, shortfalls(plan)], [[], ["not-writable"]]);
});

t.test("a variable that the profile does not know is not written", async (t) => {
  const { box } = situation();
  const plan = planBox(
    situation({
      box: { ...box, knownVariables: new Set() },
      offers: [offer(line("PBX-Operators", 1, "1"))],
      target: wants("Relay-BRIs", 1),
    }),
  );
  t.same([plan.steps, shortfalls(plan)], [[], ["refused", "refused"]]);
});

t.test("an unusual type is a warning, not a refusal", async (t) => {
  const { box } = situation();
  const plan = planBox(
    situation({ box: { ...box, usualTypes: new Set() }, offers: [offer(line("PBX-Operators", 1, "1"))] }),
  );
  t.same([kinds(plan), warnings(plan)], [["deliver", "reset"], ["unusual-type"]]);
});

t.test("without a source that creates, the box is short, and its other types are still served", async (t) => {
  const plan = planBox(
    situation({
      creates: false,
      offers: [offer(line("PBX-Operators", 1, "1"), "vendor")],
      target: wants("PBX-Registrations", 5),
    }),
  );
  t.same([kinds(plan), shortfalls(plan)], [["deliver", "reset"], ["short-of-licenses"]]);
});

t.test("the same key on the box twice counts once", async (t) => {
  const key = line("PBX-Operators", 1, "1");
  const plan = planBox(
    situation({
      installed: [key, key],
      keyFacts: facts([key]),
      offers: [offer(key)],
      target: wants("PBX-Operators", 2),
    }),
  );
  t.match(plan.steps[0], { kind: "create-key", count: 1, total: 2 });
});

t.test("the basis changes with everything that the plan depends on, and with nothing else", async (t) => {
  const basis = (changes: Parameters<typeof situation>[0]) => planBox(situation(changes)).basis;
  const plain = basis({});
  const { box } = situation();
  t.equal(basis({ box: { ...box, address: "127.77.0.11" } }), plain, "another address is the same box");
  t.not(basis({ box: { ...box, firmware: "5.02" } }), plain);
  t.not(basis({ installed: [line("PBX-Operators", 1, "1")] }), plain);
  t.not(basis({ target: wants("PBX-Operators", 1) }), plain);
  t.not(basis({ offers: [offer(line("PBX-Operators", 1, "1"))] }), plain);
  t.not(basis({ policy: { create: "never", claim: "ask", reset: "when-idle" } }), plain);
});

t.test("once a plan is done, the next plan is empty", async () => {
  const counts = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(counts, counts, counts, counts, (target, installedOwn, foreign, waiting) => {
      const own = installedOwn > 0 ? [line("PBX-Registrations", installedOwn, "1")] : [];
      const strange = foreign > 0 ? [line("PBX-Registrations", foreign, "2")] : [];
      const offered = waiting > 0 ? [line("PBX-Registrations", waiting, "3")] : [];
      const before = situation({
        installed: [...own, ...strange],
        offers: [...own, ...offered].map((one) => offer(one)),
        keyFacts: facts([...own, ...offered]),
        target: target > 0 ? wants("PBX-Registrations", target) : new Map(),
      });
      const plan = planBox(before);
      const created = plan.steps.flatMap((step) =>
        step.kind === "create-key" ? [line(step.type, step.count, "4")] : [],
      );
      const pool = [...own, ...offered, ...created];
      const after = planBox({
        ...before,
        installed: [...before.installed, ...offered, ...created],
        offers: pool.map((one) => offer(one)),
        keyFacts: facts(pool),
      });
      const total = [...before.installed, ...offered, ...created].reduce((all, one) => all + one.count, 0);
      return after.steps.length === 0 && total >= target && (created.length === 0 || total === target);
    }),
  );
});

t.test("a key without a serial number that is in the pool counts, and is not asked for again", async (t) => {
  const portable = line("PBX-Operators", 1, "1", "no box");
  const plan = planBox(
    situation({ installed: [portable], keyFacts: facts([portable]), target: wants("PBX-Operators", 2) }),
  );
  t.match(plan.steps[0], { kind: "create-key", count: 1, total: 1 });
  t.equal(thisBox, plan.serial);
});
