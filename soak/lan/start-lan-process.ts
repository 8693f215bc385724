import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BoxTruth, LanOrder, LanRequest } from "./lan-order.ts";

/** A simulated LAN that runs in a process of its own. */
export interface LanProcess extends AsyncDisposable {
  /** How the boxes were at the start. */
  readonly boxes: readonly BoxTruth[];
  /** Answers how the boxes are. */
  truth(): Promise<readonly BoxTruth[]>;
  /** Presses the power button of these. */
  restart(serials: readonly string[]): Promise<void>;
}

const program = fileURLToPath(new URL("lan-process.ts", import.meta.url));

/** Starts a simulated LAN; answers when all its boxes are there. */
export async function startLanProcess(order: LanOrder): Promise<LanProcess> {
  const child = fork(program, [JSON.stringify(order)], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const answer = async () => {
    const over = new AbortController();
    const ended = once(child, "exit", over).then(([code]) => {
      throw new Error(`the simulated LAN ended with ${code}`);
    });
    try {
      const [message] = await Promise.race([once(child, "message", over), ended]);
      return message as readonly BoxTruth[];
    } finally {
      ended.catch(() => undefined);
      over.abort();
    }
  };
  const boxes = await answer();
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (request: LanRequest) => {
    const said = turn.then(() => {
      const told = answer();
      child.send(request);
      return told;
    });
    turn = said.catch(() => undefined);
    return said;
  };
  return {
    boxes,
    truth: () => ask({ restart: [] }),
    async restart(serials) {
      await ask({ restart: serials });
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
