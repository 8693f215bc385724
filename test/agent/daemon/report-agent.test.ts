import { cp } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { reportAgent } from "../../../src/agent/daemon/report-agent.ts";
import { round } from "../../../src/agent/daemon/round.ts";
import { agentConditions } from "../../../src/agent/daemon/told/agent-conditions.ts";
import { wakeAgent } from "../../../src/agent/daemon/wake-agent.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { type ExampleSite, licensesOn, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.85.2";
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();
const everyMs = 10_000;

async function startAgent(t: Test, block: number) {
  const example = await startSite(t, { network, block, licenses: { "PBX-Registrations": 10 }, config: { policy } });
  return { example, site: await wake(t, example) };
}

/** An agent on the state folder that the configuration names now. */
async function wake(t: Test, example: ExampleSite): Promise<Site> {
  const site = await openExample(t, example);
  await wakeAgent(site);
  await reportAgent(site, everyMs);
  return site;
}

/** The journal now says that its agent is at home on another machine. */
function moveElsewhere({ journal }: Site): Promise<void> {
  return journal.facts.set("machine", JSON.stringify({ id: "of another machine", traits: ["of another machine"] }));
}

async function copyState(example: ExampleSite, name: string): Promise<void> {
  await cp(join(example.folder, "state"), join(example.folder, name), { recursive: true });
  await example.configure({ stateDir: `./${name}` });
}

t.test("a copied state folder stands back: it reads, and neither spends nor delivers nor resets", async (t) => {
  const { example, site } = await startAgent(t, 0);
  await copyState(example, "copy");
  await reportAgent(site, everyMs);
  const copy = await wake(t, example);
  t.match(await copy.self.whyStandsBack(), { code: "agent-copied" });
  t.match(await agentConditions(copy.self), [{ event: "agent", message: /the agent stands back: another agent/ }]);
  t.same(briefly(await round(copy, {}, signal)), ["waiting-for-reset unknown"]);
  t.match(await copy.journal.states.of(example.box.serial), { waitKind: "agent", waitingFor: /varsync release agent/ });
  t.same(example.box.box.commands, []);
  t.match(await example.balance(), { "PBX-Registrations": "100/0/100" });
  const applied = await example.run("apply", "--all", "--yes");
  t.match(applied.results, [{ outcome: "failed", error: { code: "agent-copied" } }], "commands of it neither");
  t.match((await example.run("status")).document, { agent: { standsBack: { code: "agent-copied" } } });
  t.same(briefly(await round(site, {}, signal)), ["changed yes"], "the first one goes on");

  t.match((await example.run("release", "agent")).document, { released: "agent", cleared: [/agent-copied/] });
  await reportAgent(copy, everyMs);
  t.equal(await copy.self.whyStandsBack(), undefined);
  t.not(await copy.self.id(), await site.self.id());
  t.same(briefly(await round(copy, {}, signal)), ["in-step unknown"]);
  await reportAgent(site, everyMs);
  t.match((await example.run("status")).document, { agent: { others: [await site.self.id()] } });
  t.match(await agentConditions(site.self), [{ event: "agent", message: /other agents are at work at the same site/ }]);
  t.match((await example.run("pool", "sites")).document, {
    sites: [{ agents: [{ agent: /./ }, { agent: /./ }] }],
  });
});

t.test("a state folder that wakes on another machine stands back until the old one is silent", async (t) => {
  const { example, site } = await startAgent(t, 1);
  await moveElsewhere(site);
  const moved = await wake(t, example);
  t.match(await moved.self.whyStandsBack(), { code: "agent-moved" });
  t.same(briefly(await round(moved, {}, signal)), ["waiting-for-reset unknown"]);
  await reportAgent(moved, everyMs);
  t.match(await moved.self.whyStandsBack(), { code: "agent-moved" }, "a pool in a file hears nothing of the old one");
  const later = { ...moved, sources: moved.sources.map((one) => ({ ...one, reportAgent: async () => goOn })) };
  const goOn = { verdict: "go-on", others: [] } as const;
  await reportAgent(later, everyMs);
  t.equal(await moved.self.whyStandsBack(), undefined);
  t.ok((await moved.journal.states.of(example.box.serial))?.nextTryAt, "what waited is tried at once");
  t.same(briefly(await round(moved, {}, signal)), ["changed yes"]);
  t.same(licensesOn(example.box), ["Registrations=10"]);
});

t.test("without a pool that hears of agents a person says that it was moved", async (t) => {
  const { example, site } = await startAgent(t, 2);
  await moveElsewhere(site);
  const moved = await wake(t, example);
  t.match((await example.run("release", "agent")).document, { cleared: [/agent-moved/] });
  t.equal(await moved.self.whyStandsBack(), undefined);
  t.same(briefly(await round(moved, {}, signal)), ["changed yes"]);
  t.match((await example.run("release", "agent")).document, { cleared: [] });
});

t.test("a pool that is away keeps no agent from its work", async (t) => {
  const { site } = await startAgent(t, 3);
  const away = Object.assign(new Error("nobody answers"), { code: "pool-unreachable" });
  const failing = {
    ...site,
    sources: site.sources.map((one) => ({ ...one, reportAgent: () => Promise.reject(away) })),
  };
  await reportAgent(failing, everyMs);
  t.equal(await site.self.whyStandsBack(), undefined);
  await reportAgent(site, everyMs);
  t.equal(await site.self.whyStandsBack(), undefined, "the report that got no answer is told again");
});
