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

/** Whoever only looks whether an agent runs has the lock for less. */
const patienceMs = 250;

/** Held by the one agent of a state folder; a dead one does not keep it. @throws AgentRunningError */
export function holdAgentLock(stateDir: string): Disposable {
  const held = tryLock(lockFile(stateDir), patienceMs);
  if (held === undefined) throw new AgentRunningError(stateDir);
  return held;
}

/** The same; `undefined` when an agent holds it. */
export function tryAgentLock(stateDir: string): Disposable | undefined {
  return tryLock(lockFile(stateDir));
}

/** Whether an agent works on the state folder right now. */
export function agentRuns(stateDir: string): boolean {
  using held = tryAgentLock(stateDir);
  return held === undefined;
}

function lockFile(stateDir: string): string {
  return join(stateDir, "locks", "agent.lock");
}
