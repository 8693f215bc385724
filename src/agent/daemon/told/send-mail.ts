import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Send } from "../../../webhook/deliver-outbox.ts";

const patienceMs = 60_000;

/** Hands the message to an external command, on its stdin. @throws Error unless it ends with exit code 0 */
export function mailSender([program = "", ...args]: readonly string[]): Send {
  return async ({ body }, signal) => {
    const patience = AbortSignal.timeout(patienceMs);
    const either = AbortSignal.any([signal, patience]);
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"], signal: either, killSignal: "SIGKILL" });
    try {
      // A command that does not read its stdin is told apart by its exit code.
      child.stdin.on("error", () => undefined).end(body);
      const [code, killedBy] = await once(child, "close");
      if (code !== 0) throw new Error(`${program} ended with ${code ?? killedBy}`);
    } catch (error) {
      signal.throwIfAborted();
      if (patience.aborted) throw new Error(`${program} did not end within ${patienceMs / 1000} s`);
      throw error;
    }
  };
}
