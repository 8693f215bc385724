import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import { reportAgent } from "../../../src/pool/ledger/agents.ts";
import { listSites, reportSite } from "../../../src/pool/ledger/sites.ts";
import { listWarnings } from "../../../src/pool/warnings/list-warnings.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool } from "../example-pool.ts";

const everyMs = 60_000;
const site = "sindelfingen";

/** What a state folder keeps of its agent's reports. */
interface Memory {
  readonly agent: string;
  after?: string;
}

async function openAgents(t: Test) {
  let now = Date.parse("2026-03-01T02:00:00Z");
  const { pool, reseller } = await examplePool(t, () => new Date(now));
  const actor = actFor(reseller);
  return {
    pool,
    actor,
    passMinutes(minutes: number) {
      now += minutes * everyMs;
    },
    async report(memory: Memory, more: { moved?: boolean; at?: string } = {}) {
      const { at = site, ...facts } = more;
      const next = randomUUID();
      const answer = await reportAgent(pool, actor, { ...memory, site: at, everyMs, next, ...facts });
      if (answer.verdict === "go-on") memory.after = next;
      return answer;
    },
  };
}

const alone = { verdict: "go-on", others: [] } as const;

t.test("an agent that reports goes on, also when it asks again since the answer was lost", async (t) => {
  const { pool, actor, report } = await openAgents(t);
  const memory: Memory = { agent: randomUUID() };
  t.strictSame(await report(memory), alone);
  const again = { ...memory, site, everyMs, next: randomUUID() };
  for (let time = 0; time < 3; time += 1) t.strictSame(await reportAgent(pool, actor, again), alone);
});

t.test("of two copies that go on from one report the later one is told, and the other is not disturbed", async (t) => {
  const { report, passMinutes } = await openAgents(t);
  const memory: Memory = { agent: randomUUID() };
  await report(memory);
  const copy = { ...memory };
  passMinutes(1);
  t.strictSame(await report(memory), alone);
  t.strictSame(await report(copy), { verdict: "copied" });
  passMinutes(1);
  t.strictSame(await report(memory), alone);
});

t.test("an agent that was moved goes on once the one elsewhere was silent for three reports", async (t) => {
  const { report, passMinutes } = await openAgents(t);
  const memory: Memory = { agent: randomUUID() };
  await report(memory);
  const moved = { ...memory };
  t.strictSame(await report(moved, { moved: true }), { verdict: "wait" });
  passMinutes(3);
  t.strictSame(await report(moved, { moved: true }), { verdict: "wait" });
  passMinutes(0.1);
  t.strictSame(await report(moved, { moved: true }), alone);
  t.strictSame(await report(memory), { verdict: "copied" }, "which stands back when it wakes again");
});

t.test("nobody takes over from an agent that the pool never heard of", async (t) => {
  const { report } = await openAgents(t);
  t.strictSame(await report({ agent: randomUUID() }, { moved: true }), { verdict: "wait" });
});

t.test(
  "two agents at one site are told of each other while both are at work; those of other sites are not",
  async (t) => {
    const { report, passMinutes } = await openAgents(t);
    const [one, other, elsewhere] = [{ agent: randomUUID() }, { agent: randomUUID() }, { agent: randomUUID() }];
    await report(one);
    await report(elsewhere, { at: "hamburg" });
    t.match(await report(other), { others: [{ agent: one.agent }] });
    t.match(await report(one), { others: [{ agent: other.agent }] });
    passMinutes(3.1);
    t.strictSame(await report(other), alone);
  },
);

t.test("the pool warns of sites with two agents at work, and of agents that were copied", async (t) => {
  const { pool, actor, report, passMinutes } = await openAgents(t);
  const warnings = async () => (await listWarnings(pool, actor.account, { limit: 10 })).items;
  const memory: Memory = { agent: randomUUID() };
  await report(memory);
  await report({ agent: randomUUID() }, { at: "hamburg" });
  t.same(await warnings(), []);
  await report({ agent: randomUUID() });
  t.match(await warnings(), [{ code: "two-agents", site, message: /^2 agents are at work at the site sindelfingen/ }]);
  passMinutes(3.1);
  await report(memory);
  const copy = { ...memory };
  await report(memory);
  await report(copy);
  t.match(await warnings(), [{ code: "agent-copied", site, message: new RegExp(memory.agent) }]);
  passMinutes(24 * 60 + 1);
  t.same(await warnings(), [], "a copy that stands back is told of for a day");
});

t.test("the same id at another account is another agent", async (t) => {
  const { pool, report } = await openAgents(t);
  const memory: Memory = { agent: randomUUID() };
  await report(memory);
  const stranger = actFor(await addReseller(pool, "bert@example.com"));
  const theirs = { agent: memory.agent, site, everyMs, next: randomUUID() };
  t.strictSame(await reportAgent(pool, stranger, theirs), alone);
});

t.test("sites are listed with their agents, and when a copy was seen", async (t) => {
  const { pool, actor, report } = await openAgents(t);
  const memory: Memory = { agent: randomUUID() };
  await report(memory);
  const copy = { ...memory };
  await report(memory);
  await report(copy);
  await reportSite(pool, actor, site, []);
  const at = "2026-03-01T02:00:00.000Z";
  t.match((await listSites(pool, actor.account, { limit: 10 })).items, [
    { site, agents: [{ agent: memory.agent, lastReport: at, copySeen: at }] },
  ]);
});
