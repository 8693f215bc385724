import type { SerialNumber } from "../license/serial-number.ts";
import { type HttpService, serveHttp } from "./http/serve-http.ts";
import type { SimulatedBox } from "./simulated-box.ts";
import { objectTree } from "./snmp/object-tree.ts";
import { serveSnmp } from "./snmp/serve-snmp.ts";
import { serveSsh } from "./ssh/serve-ssh.ts";

/** Where a simulated LAN listens: the same ports on every address. */
export interface SimulatorPorts {
  readonly http: number;
  readonly snmp: number;
  readonly ssh: number;
}

export interface StartBoxOptions {
  readonly address: string;
  readonly ports: SimulatorPorts;
  readonly community: string;
  /** How long a restart takes, in milliseconds. */
  readonly awayMs: number;
  /** A second box that answers in turn at the same address. */
  readonly twin?: SimulatedBox | undefined;
  /** Where a box with that fault comes back after a reset. */
  readonly secondAddress?: string | undefined;
  /** Without it there is no SSH. */
  readonly hostKey?: (() => string) | undefined;
}

/** A simulated box on the wire. */
export interface RunningBox extends AsyncDisposable {
  readonly box: SimulatedBox;
  readonly serial: SerialNumber;
  readonly address: string;
  readonly sessions: HttpService["sessions"];
  /** Restarts it now, as the power button would. */
  restart(): void;
}

/** Puts a box on the wire; on a reset it goes off it for a while and comes back with what its flash has. */
export async function startBox(box: SimulatedBox, options: StartBoxOptions): Promise<RunningBox> {
  let { address } = options;
  let stopped = false;
  let wires: AsyncDisposable[] = [];
  let away = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = 0;
  const sessions = { open: 0, most: 0 };
  const next = () => (options.twin && turn++ % 2 === 1 ? options.twin : box);
  const start = async () => {
    const onReset = () => {
      if (box.resetInMs === 0) return restart();
      timer = setTimeout(restart, box.resetInMs);
    };
    const { ports, community, hostKey } = options;
    wires = await Promise.all([
      serveHttp(address, ports.http, { next, onReset, sessions }),
      serveSnmp(address, ports.snmp, community, () => (box.has("silent-snmp") ? undefined : objectTree(box))),
      ...(hostKey ? [serveSsh(address, ports.ssh, { box: () => box, onReset, hostKey })] : []),
    ]);
  };
  const stop = async () => {
    const open = wires;
    wires = [];
    await Promise.all(open.map((wire) => wire[Symbol.asyncDispose]()));
  };
  const restart = () => {
    if (away) return;
    away = true;
    goAway().catch(() => {
      // The address was taken meanwhile: it stays away.
    });
  };
  const goAway = async () => {
    await stop();
    box.restart();
    if (box.has("never-back")) return;
    if (box.has("changes-address") && options.secondAddress) address = options.secondAddress;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, options.awayMs);
    });
    if (stopped) return;
    box.upSince = performance.now();
    away = false;
    await start();
  };
  await start();
  return {
    box,
    serial: box.options.serial,
    get address() {
      return address;
    },
    sessions,
    restart,
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await stop();
    },
  };
}
