import type { Fault } from "./faults.ts";
import { makeBox } from "./make-box.ts";
import { seededRandom } from "./random.ts";
import type { SimulatedBox, SimulatedBoxOptions } from "./simulated-box.ts";
import { newHostKey } from "./ssh/host-key.ts";
import { type RunningBox, type SimulatorPorts, startBox } from "./start-box.ts";
import { startStranger } from "./strangers.ts";

/** What a simulated LAN is made of. */
export interface LanOptions {
  /** Addresses in order, one a box, and more for strangers and for boxes that change theirs. */
  readonly addresses: readonly string[];
  readonly boxes: number;
  /** The same seed gives the same LAN. */
  readonly seed: number;
  readonly ports: SimulatorPorts;
  readonly community?: string;
  /** How many boxes each fault befalls. */
  readonly faults?: ReadonlyMap<Fault, number>;
  readonly strangers?: number;
  readonly awayMs?: number;
  readonly ssh?: boolean;
  /** What is particular to the box with that number. */
  readonly particulars?: (index: number) => Partial<SimulatedBoxOptions>;
}

export interface SimulatedLan extends AsyncDisposable {
  readonly boxes: readonly RunningBox[];
}

/** Starts all boxes of a LAN, each on its own address. */
export async function startLan(options: LanOptions): Promise<SimulatedLan> {
  const { addresses, boxes: count, seed, ports, community = "public", strangers = 0, awayMs = 1000 } = options;
  const befallen = dealFaults(options.faults ?? new Map(), count, seededRandom(seed));
  const hostKey = options.ssh === false ? undefined : makeHostKey();
  const spare = addresses.slice(count + strangers);
  await using started = new AsyncDisposableStack();
  const boxes: RunningBox[] = [];
  for (let index = 0; index < count; index += 1) {
    const faults = befallen.get(index) ?? new Set<Fault>();
    const own = options.particulars?.(index) ?? {};
    const box = makeBox(seed, index, { ...own, faults: own.faults ?? faults });
    const running = await startBox(box, {
      address: addresses[index] ?? "127.0.0.1",
      ports,
      community,
      awayMs,
      hostKey,
      twin: box.has("two-boxes-on-one-address") ? twinOf(seed, index) : undefined,
      secondAddress: box.has("changes-address") ? spare.shift() : undefined,
    });
    boxes.push(started.use(running));
  }
  for (const address of addresses.slice(count, count + strangers)) {
    started.use(await startStranger(address, ports, community));
  }
  const all = started.move();
  return { boxes, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function dealFaults(
  wanted: ReadonlyMap<Fault, number>,
  boxes: number,
  random: () => number,
): ReadonlyMap<number, ReadonlySet<Fault>> {
  const free = Array.from({ length: boxes }, (_, index) => index);
  const dealt = new Map<number, ReadonlySet<Fault>>();
  for (const [fault, count] of wanted) {
    for (let one = 0; one < count && free.length > 0; one += 1) {
      const [index = 0] = free.splice(Math.floor(random() * free.length), 1);
      dealt.set(index, new Set([fault]));
    }
  }
  return dealt;
}

/** Another serial number than any box of the LAN has. */
function twinOf(seed: number, index: number): SimulatedBox {
  return makeBox(seed + 1, index);
}

/** One host key for the LAN, made when the first SSH session comes. */
function makeHostKey(): () => string {
  let key: string | undefined;
  return () => {
    key ??= newHostKey();
    return key;
  };
}
