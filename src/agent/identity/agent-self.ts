import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Facts } from "../journal/facts.ts";
import type { Machine } from "./machine.ts";
import { isSameMachine, machinePrint } from "./same-machine.ts";
import { type StandBack, standBackMessages } from "./stand-back.ts";

/** What an agent tells the pool of itself. Each report names the one before, so that of two copies one falls out of line. */
export interface AgentReport {
  readonly agent: string;
  /** The last report that was answered. */
  readonly after?: string;
  readonly next: string;
}

/** The agent of a state folder: which one it is, and on which machine. */
export interface AgentSelf {
  /** Missing until an agent was started in the state folder. */
  id(): Promise<string | undefined>;
  /** At the start of an agent: the first one in a state folder gets its id there, and is bound to the machine. */
  wake(): Promise<StandBack | undefined>;
  whyStandsBack(): Promise<StandBack | undefined>;
  /** Ids of other agents that are at work at the same site, as the pool said last. */
  others(): Promise<readonly string[]>;
  /** Keeps them. Answers whether they are other ones than before. */
  keepOthers(others: readonly string[]): Promise<boolean>;
  standBack(code: StandBack["code"]): Promise<StandBack>;
  /** The next report; the same again until it was answered, also by the next run. */
  report(): Promise<AgentReport>;
  answered(report: AgentReport): Promise<void>;
  /** The agent that was elsewhere before is gone: it is at home here. */
  settleHere(): Promise<void>;
  /** A person has looked: an agent of its own, on this machine. Answers why it stood back. */
  release(): Promise<StandBack | undefined>;
}

const print = z.object({ id: z.string().optional(), traits: z.array(z.string()) });
const kept = z.object({ code: z.enum(["agent-moved", "agent-copied"]), message: z.string(), since: z.string() });
const chain = z.object({ after: z.string().optional(), next: z.string().optional() });

export function agentSelf(facts: Facts, machine: Machine, now: () => Date): AgentSelf {
  const read = async <T>(name: "machine" | "stand-back" | "agent-chain" | "two-agents", schema: z.ZodType<T>) => {
    const text = await facts.get(name);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  };
  const id = () => facts.get("agent-id");
  const bind = async (agentId: string) => facts.set("machine", JSON.stringify(machinePrint(machine, agentId)));
  const isHere = async (agentId: string) => {
    const bound = await read("machine", print);
    return bound === undefined || isSameMachine(bound, machinePrint(machine, agentId));
  };
  const stop = (code: StandBack["code"]): StandBack => ({
    code,
    message: standBackMessages[code],
    since: now().toISOString(),
  });
  const self: AgentSelf = {
    id,
    async wake() {
      const known = await id();
      const agentId = known ?? randomUUID();
      if (known === undefined) await facts.set("agent-id", agentId);
      const before = await read("stand-back", kept);
      if (!(await isHere(agentId))) return before ?? self.standBack("agent-moved");
      // A host name or an interface may be another one since.
      await bind(agentId);
      if (before?.code !== "agent-moved") return before;
      await facts.forget("stand-back");
      return undefined;
    },
    async whyStandsBack() {
      const before = await read("stand-back", kept);
      if (before !== undefined) return before;
      const agentId = await id();
      return agentId === undefined || (await isHere(agentId)) ? undefined : stop("agent-moved");
    },
    others: async () => (await read("two-agents", z.array(z.string()))) ?? [],
    async keepOthers(others) {
      if ((await self.others()).join() === others.join()) return false;
      if (others.length === 0) await facts.forget("two-agents");
      else await facts.set("two-agents", JSON.stringify(others));
      return true;
    },
    async standBack(code) {
      const why = stop(code);
      await facts.set("stand-back", JSON.stringify(why));
      return why;
    },
    async report() {
      const agent = await id();
      if (agent === undefined) throw new Error("an agent reports that was never woken");
      const { after, next = randomUUID() } = (await read("agent-chain", chain)) ?? {};
      await facts.set("agent-chain", JSON.stringify({ after, next }));
      return { agent, ...(after !== undefined && { after }), next };
    },
    answered: ({ next }) => facts.set("agent-chain", JSON.stringify({ after: next })),
    async settleHere() {
      const agentId = await id();
      if (agentId !== undefined) await bind(agentId);
      await facts.forget("stand-back");
    },
    async release() {
      const why = await self.whyStandsBack();
      if (why === undefined) return undefined;
      const agentId = randomUUID();
      await facts.set("agent-id", agentId);
      await bind(agentId);
      await facts.forget("agent-chain");
      await facts.forget("stand-back");
      return why;
    },
  };
  return self;
}
