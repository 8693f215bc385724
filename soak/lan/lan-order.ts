import type { Fault } from "../../src/simulator/faults.ts";
import type { SimulatorPorts } from "../../src/simulator/start-box.ts";

/** What the process of a simulated LAN is told to start. */
export interface LanOrder {
  readonly addresses: readonly string[];
  /** The faults of each box, and of which model it is. */
  readonly boxes: readonly { readonly faults: readonly Fault[]; readonly product: string }[];
  readonly seed: number;
  readonly ports: SimulatorPorts;
  readonly awayMs: number;
}

/** What it can be asked for later: how the boxes are, or to press the power button of some. */
export interface LanRequest {
  readonly restart: readonly string[];
}

/** How a box is, as it knows itself. */
export interface BoxTruth {
  readonly serial: string;
  readonly address: string;
  readonly faults: readonly Fault[];
  /** `Registrations=37,,…,9e2d-7985-3e84-1005` */
  readonly lines: readonly string[];
  /** Whether all lines outlived a restart. */
  readonly inForce: boolean;
  /** When it restarted, in milliseconds of the LAN's clock. */
  readonly restarts: readonly number[];
  /** Sessions at the same time, at most. */
  readonly mostSessions: number;
  readonly logins: number;
  readonly commands: number;
}
