import type { SignsOfLife } from "../../agent/daemon/signs-of-life.ts";
import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import { defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { OpenSite } from "../site/open-site.ts";

/** `varsync agent` */
export const agentCommand = defineCommand({
  command: "agent",
  describe: "the service: finds boxes and keeps their licenses in step, on a schedule",
  service: true,
  builder: (yargs) =>
    yargs
      .option("once", { type: "boolean", default: false, describe: "one sweep and one round, then end" })
      .option("demo", { type: "boolean", default: false, describe: "on a simulated LAN, with a pool of its own" }),
  async run({ once, demo }, context) {
    const { openSite } = await import("../site/open-site.ts");
    const { signsOfLife } = await import("../../agent/daemon/signs-of-life.ts");
    const { endInTime } = await import("../end-in-time.ts");
    const log = await context.logger(demo ? "warn" : "info");
    const agentContext = { ...context, logger: async () => log };
    const life = signsOfLife(() => performance.now());
    endInTime(context.signal, () => log.error({ work: life.going() }, "told to stop, and cut off what did not end"));
    if (!demo && !once) {
      const { serveUntilStopped } = await import("../site/serve-until-stopped.ts");
      await serveUntilStopped(agentContext, (opened, signal) => serve(opened, context, life, signal));
      return exitCodeOf([]);
    }
    if (!demo) {
      await using opened = await openSite(agentContext, await context.config(), { keys: true });
      return await runAgent(opened, context, life, once);
    }
    const { startDemo } = await import("../demo/start-demo.ts");
    const { tellBefore, tellAfter } = await import("../demo/tell-demo.ts");
    await using simulated = await startDemo();
    tellBefore(context, simulated);
    await using opened = await openSite(agentContext, simulated.config, { keys: true });
    const ends = once || process.env["CI"] === "true" || process.stdout.isTTY !== true;
    const code = await runAgent(opened, context, life, ends, () => tellAfter(context, ends));
    return code;
  },
});

/** One sweep and one round, or until it is told to stop. @throws AgentRunningError */
async function runAgent(
  opened: OpenSite,
  context: CommandContext,
  life: SignsOfLife,
  once: boolean,
  afterRound: () => void = () => {},
): Promise<number> {
  const { holdAgentLock } = await import("../site/agent-lock.ts");
  const { round } = await import("../../agent/daemon/round.ts");
  const { reportAgent } = await import("../../agent/daemon/report-agent.ts");
  const { wakeAgent } = await import("../../agent/daemon/wake-agent.ts");
  const { sweep } = await import("../../agent/daemon/run-service.ts");
  const { showResults } = await import("../show/show-results.ts");
  const { site } = opened;
  const { signal } = context;
  using _lock = holdAgentLock(site.stateDir);
  if (!once) {
    await serve(opened, context, life, signal, afterRound);
    return exitCodeOf([]);
  }
  await wakeAgent(site);
  await reportAgent(site, opened.config.schedule.identityMs);
  await sweep(site, signal);
  const results = await round(site, progressOf(context, true), signal);
  const code = await showResults(context, results);
  if (!context.json) afterRound();
  return code;
}

/** Runs until it is told to stop. */
async function serve(
  { site, config }: OpenSite,
  context: CommandContext,
  life: SignsOfLife,
  signal: AbortSignal,
  afterRound: () => void = () => {},
): Promise<void> {
  const { runService } = await import("../../agent/daemon/run-service.ts");
  const { showResults } = await import("../show/show-results.ts");
  if (config.pool === undefined) {
    const { tellPoolServers } = await import("../site/tell-pool-servers.ts");
    void tellPoolServers(site.log, signal);
  }
  const watched = process.stdout.isTTY === true && !context.json;
  // A service tells by its logs.
  const progress = progressOf(context, process.stderr.isTTY === true);
  const onRound = async (results: readonly BoxResult[]) => {
    progress.startAnew();
    if (!watched) return;
    await showResults(context, results);
    afterRound();
  };
  const { schedule, discovery, journalKeepMs } = config;
  const times = { ...schedule, discoverEveryMs: discovery.everyMs, journalKeepMs };
  await runService(site, times, { ...progress, onRound, random: Math.random, life }, signal);
}

function progressOf({ progress }: CommandContext, told: boolean) {
  let done = 0;
  return {
    onBox: (count: number, total: number) => progress.show(`reading boxes: ${count} of ${total}`),
    onResult: (result: BoxResult) => {
      done += 1;
      if (told) progress.done(`${result.serial ?? result.address}: ${result.outcome}`);
      progress.show(`${done} boxes done`);
    },
    startAnew() {
      done = 0;
    },
  };
}
