import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../config/load-config.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import type { SimulatorPorts } from "../../simulator/start-box.ts";
import { type SimulatedLan, startLan } from "../../simulator/start-lan.ts";
import { loopbackAddresses } from "../loopback-addresses.ts";
import { demoNetwork, writeDemoConfig } from "./demo-config.ts";
import { fillDemoPool } from "./fill-demo-pool.ts";

/** A simulated LAN, and the configuration of a site on it. */
export interface Demo extends AsyncDisposable {
  readonly lan: SimulatedLan;
  readonly config: VarsyncConfig;
  readonly folder: string;
}

const boxes = 12;
const strangers = 2;
const seed = 77;
/** Tried one after the other, so that two demos can run at the same time. */
const portSteps = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];

/** Starts a dozen boxes and two strangers on loopback, and sets up a fresh state folder and pool for them. */
export async function startDemo(): Promise<Demo> {
  await using stack = new AsyncDisposableStack();
  const { lan, ports } = await startOnFreePorts();
  stack.use(lan);
  const folder = await mkdtemp(join(tmpdir(), "varsync-demo-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const file = await writeDemoConfig(folder, lan.boxes, ports);
  const config = await loadConfig(file);
  await fillDemoPool(join(folder, "state", "pool.db"), lan.boxes);
  const all = stack.move();
  return { lan, config, folder, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function startOnFreePorts(): Promise<{ lan: SimulatedLan; ports: SimulatorPorts }> {
  const addresses = loopbackAddresses(demoNetwork, boxes + strangers);
  for (const step of portSteps) {
    const ports = { http: 8077 + step, snmp: 1610 + step, ssh: 2277 + step };
    try {
      return { lan: await startLan({ addresses, boxes, strangers, seed, ports, awayMs: 1000 }), ports };
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || step === portSteps.at(-1)) throw error;
    }
  }
  throw new Error("no step was tried");
}
