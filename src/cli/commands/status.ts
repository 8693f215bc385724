import { defineCommand } from "../command.ts";
import { withJournal } from "../site/with-journal.ts";

/** `varsync status` */
export const statusCommand = defineCommand({
  command: "status",
  describe: "what the service knows: every box, what it waits for, since when, next try",
  builder: (yargs) => yargs,
  async run(_, context) {
    const { siteStatus } = await import("../../agent/report/site-status.ts");
    const { agentSelf } = await import("../../agent/identity/agent-self.ts");
    const { agentStatus } = await import("../../agent/identity/agent-status.ts");
    const { thisMachine } = await import("../../agent/identity/machine.ts");
    const { nextRound } = await import("../../agent/daemon/schedule.ts");
    const { diskTrouble } = await import("../../agent/reconcile/disk-trouble.ts");
    const { agentRuns } = await import("../site/agent-lock.ts");
    const { showStatus } = await import("../status/show-status.ts");
    return withJournal(context, async ({ journal, config, now }) => {
      const self = agentSelf(journal.facts, await thisMachine(), () => now);
      const status = siteStatus({
        running: agentRuns(config.stateDir),
        now,
        agent: await agentStatus(self),
        site: config.site,
        configured: config.boxes,
        boxes: await journal.boxes.all(),
        states: await journal.states.all(),
        approvals: await journal.approvals.open(now),
        breakers: await journal.breakers.all(),
        lastRound: await journal.facts.lastRound(),
        nextRound: nextRound(config.schedule, now)?.toISOString(),
      });
      const trouble = await diskTrouble(config.stateDir);
      const boxes = status.boxes.map((box) => ({ ...box, since: box.since ?? null }));
      if (context.json)
        context.out.document({ ...status, boxes, ...(trouble !== undefined && { problems: [trouble] }) });
      else await showStatus(context, status, now);
      if (trouble !== undefined && !context.json) context.out.text(`Nothing is delivered or spent: ${trouble}.`);
      return 0;
    });
  },
});
