import { readFile } from "node:fs/promises";
import t from "tap";
import { applyPlan } from "../../../src/agent/reconcile/apply-plan.ts";
import { planSite } from "../../../src/agent/reconcile/plan-site.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { verifySite } from "../../../src/agent/reconcile/verify-site.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import type { Fault } from "../../../src/simulator/faults.ts";
import { licensesOn, type SiteOptions, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.81.122";
const { signal } = new AbortController();
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
const pushed = toByteText("vars create LICENSE/RELAY0 pau BRIs=1,,Altbestand,,,bbbb-bbbb-cccc-dddd");

/** How the pass ends, and the lines that its result tells. */
const ends = {
  "does-nothing": ["failed unknown not-installed", "BRIs=1 Operators=5"],
  "answers-question-mark": ["failed unknown refused", "BRIs=1 Operators=5"],
  "wipes-older-line": ["failed no line-lost", "BRIs=1 Operators=5"],
  "forgets-at-reset": ["failed no not-effective", "BRIs=1 Operators=5"],
  "never-back": ["failed unknown not-back", "BRIs=1 Operators=5 Registrations=10"],
  "read-only": ["failed unknown read-only", "BRIs=1 Operators=5"],
} as const satisfies Partial<Record<Fault, readonly [string, string]>>;

for (const [block, [fault, [end, lines]]] of Object.entries(ends).entries()) {
  t.test(`a pass that ends as ${end} tells the lines as they were read last, and its backup`, async (t) => {
    const { example, site } = await siteWith(t, { block, faults: [fault as Fault] });
    const results = await apply(site);
    t.same(briefly(results), [end]);
    const [result] = results;
    const told = result?.installed.map(({ raw }) => / pau (\w+=\d+),/.exec(raw)?.[1]);
    t.equal(told?.sort().join(" "), lines);
    t.same(told, fault === "never-back" ? licensesOn(example.box).sort() : licensesOn(example.box));
    t.equal(result?.product, "IP400");
    t.same(await example.backups(), [result?.backup]);
    t.match(await readFile(result?.backup ?? "", "latin1"), /Operators=5/);
  });
}

t.test(
  "a box that was told to restart when idle waits for that, whatever command asks, and whatever the policy",
  async (t) => {
    const { example, site } = await siteWith(t, { block: 8, faults: ["never-idle"] });
    t.match(await apply(site), [{ outcome: "waiting-for-reset", waitKind: "idle" }]);
    const [applied] = await apply(site);
    t.match(applied, { waitingFor: /to be idle, since 20/, waitKind: "idle" });
    const [verified] = await verifySite(site, [{ serial: example.box.serial }], {}, signal);
    t.same([verified?.waitingFor, verified?.waitKind], [applied?.waitingFor, "idle"]);
    const never = { ...site, policy: { ...site.policy, reset: "never" as const } };
    t.match(await apply(never), [{ waitingFor: applied?.waitingFor, waitKind: "idle" }]);
  },
);

async function siteWith(
  t: Parameters<typeof startSite>[0],
  { block, faults }: Pick<SiteOptions, "faults"> & { block: number },
) {
  const example = await startSite(t, {
    network,
    block,
    faults: faults ?? [],
    particulars: () => ({ licenses: [foreign, pushed] }),
    licenses: { "PBX-Registrations": 10 },
    backWithinSeconds: 3,
  });
  return { example, site: await openExample(t, example) };
}

async function apply(site: Site) {
  const targets = [...site.boxes.keys()].map((serial) => ({ serial }));
  const results = [];
  for await (const one of applyPlan(site, await planSite(site, targets, {}, signal), { by: "person" }, signal)) {
    results.push(one);
  }
  return results;
}
