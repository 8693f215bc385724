import t from "tap";
import { agentSelf } from "../../../src/agent/identity/agent-self.ts";
import { agentStatus } from "../../../src/agent/identity/agent-status.ts";
import { exampleJournal, noon } from "../journal/example-journal.ts";

const here = { id: "a".repeat(32), traits: ["host here"] };
const there = { id: "b".repeat(32), traits: ["host there"] };
const now = () => noon;

t.test("the first agent of a state folder gets an id, and keeps it", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  const self = agentSelf(journal.facts, here, now);
  t.equal(await agentStatus(self), undefined);
  t.equal(await self.wake(), undefined);
  const id = await self.id();
  t.match(id, /^[0-9a-f-]{36}$/);
  const next = agentSelf((await reopen()).facts, here, now);
  t.equal(await next.wake(), undefined);
  t.strictSame(await agentStatus(next), { id });
});

t.test(
  "on another machine the agent stands back until a person releases it, which makes it another agent",
  async (t) => {
    const { journal } = await exampleJournal(t);
    await agentSelf(journal.facts, here, now).wake();
    const self = agentSelf(journal.facts, there, now);
    t.match(await self.whyStandsBack(), { code: "agent-moved" }, "also for commands, before an agent was started");
    t.match(await self.wake(), { code: "agent-moved", since: noon.toISOString() });
    t.match(await self.wake(), { code: "agent-moved" }, "and at every start");
    const id = await self.id();
    t.match(await self.release(), { code: "agent-moved" });
    t.equal(await self.whyStandsBack(), undefined);
    t.not(await self.id(), id);
    t.equal(await self.release(), undefined, "there is nothing more to release");
    t.match(
      await agentSelf(journal.facts, here, now).whyStandsBack(),
      { code: "agent-moved" },
      "it is at home there now",
    );
  },
);

t.test("back on its own machine the agent goes on", async (t) => {
  const { journal } = await exampleJournal(t);
  await agentSelf(journal.facts, here, now).wake();
  await agentSelf(journal.facts, there, now).wake();
  const self = agentSelf(journal.facts, here, now);
  t.equal(await self.wake(), undefined);
  t.equal(await self.whyStandsBack(), undefined);
});

t.test("a report is the same until it was answered, also for the next run; then it names the one before", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  const self = agentSelf(journal.facts, here, now);
  await self.wake();
  const first = await self.report();
  t.equal(first.after, undefined);
  t.strictSame(await agentSelf((await reopen()).facts, here, now).report(), first);
  await self.answered(first);
  const second = await self.report();
  t.equal(second.after, first.next);
  t.not(second.next, first.next);
});
