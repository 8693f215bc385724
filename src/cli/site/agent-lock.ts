import { join } from "node:path";
import { tryLock } from "../../store/file-lock.ts";

/** Another agent works on this state folder. */
export class AgentRunningError extends Error {
  readonly code = "agent-running";

  constructor(stateDir: string) {
    super(`another varsync agent holds ${stateDir}; stop it first (one-shot commands can run beside it)`);
    this.name = "AgentRunningError";
  }
}

/** Held by the one agent of a state folder; a dead one does not keep it. @throws AgentRunningError */
export function holdAgentLock(stateDir: string): Disposable {
  const held = tryAgentLock(stateDir);
  if (held === undefined) throw new AgentRunningError(stateDir);
  return held;
}

/** The same; `undefined` when an agent holds it. */
export function tryAgentLock(stateDir: string): Disposable | undefined {
  return tryLock(join(stateDir, "locks", "agent.lock"));
}
