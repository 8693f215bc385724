import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LanBox, LanOrder } from "./lan-order.ts";

/** A simulated LAN that runs in a process of its own. */
export interface LanProcess extends AsyncDisposable {
  readonly boxes: readonly LanBox[];
  /** HTTP requests that its boxes got so far. */
  requests(): Promise<number>;
}

const program = fileURLToPath(new URL("lan-process.ts", import.meta.url));

/** Starts a simulated LAN; answers when all its boxes are there. */
export async function startLanProcess(order: LanOrder): Promise<LanProcess> {
  const child = fork(program, [JSON.stringify(order)], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const { boxes } = await answer<{ boxes: LanBox[] }>(child);
  return {
    boxes,
    async requests() {
      const said = answer<{ requests: number }>(child);
      child.send("requests");
      return (await said).requests;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`the simulated LAN ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, "message"), failed]);
  return message as T;
}
