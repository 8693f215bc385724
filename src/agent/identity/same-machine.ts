import { hash } from "node:crypto";
import type { Machine } from "./machine.ts";

/** What a journal keeps of a machine: hashes that say nothing to whoever reads them. */
export interface MachinePrint {
  readonly id?: string | undefined;
  readonly traits: readonly string[];
}

/** @param agentId so that nobody tells from two journals that they are of one machine */
export function machinePrint({ id, traits }: Machine, agentId: string): MachinePrint {
  const print = (text: string) => hash("sha256", `${agentId} ${text}`, "hex").slice(0, 24);
  return { ...(id !== undefined && { id: print(id) }), traits: traits.map(print) };
}

/**
 * Whether two prints are of one machine: not when the machine ids differ; nor when host name and all hardware addresses
 * are others, as on a copy that kept the machine id. What one of them does not tell is not held against it.
 */
export function isSameMachine(one: MachinePrint, other: MachinePrint): boolean {
  if (one.id !== undefined && other.id !== undefined && one.id !== other.id) return false;
  if (one.traits.length === 0 || other.traits.length === 0) return true;
  return one.traits.some((trait) => other.traits.includes(trait));
}
