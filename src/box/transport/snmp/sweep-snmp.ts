import { randomInt } from "node:crypto";
import { BoxError } from "../../box-error.ts";
import { type MonotonicClock, monotonicClock } from "../monotonic-clock.ts";
import type { Pace } from "../pace.ts";
import type { SnmpValue } from "./box-snmp.ts";
import { decodeGetResponse } from "./get-response.ts";
import { openUdp } from "./open-udp.ts";
import { createQuestions } from "./questions.ts";
import { createSendWindow } from "./send-window.ts";

/** Whom to ask what. */
export interface SnmpSweep {
  readonly targets: Iterable<string> & { readonly size: number; has(address: string): boolean };
  readonly port: number;
  readonly community: string;
  /** The most important first: a box that has not all of them is asked again for the rest. */
  readonly oids: readonly string[];
  readonly pace: Pace;
  /** Between two tries at an address, and how long is listened after the last probe. */
  readonly timeoutMs: number;
  /** How often a silent address is asked again. */
  readonly retries: number;
  readonly clock?: MonotonicClock;
  /** Called for every probe of the first try. */
  readonly probed?: () => void;
}

/** What an address answered. */
export interface SnmpSighting {
  readonly address: string;
  readonly values: ReadonlyMap<string, SnmpValue>;
}

/** Packets that may wait for the wire; no more than are read at a time, so that answers of a full network find room. */
const windowSize = 32;

/**
 * Asks every target over one socket and gives each that answers once, as soon as it does. Answers that come twice,
 * that nobody asked for, or that come from elsewhere are left out; late ones count until the sweep is over.
 * @throws BoxError `unreachable` when not a single probe could be sent
 */
export async function* sweepSnmp(sweep: SnmpSweep, signal: AbortSignal): AsyncGenerator<SnmpSighting> {
  const left = new AbortController();
  let running: Promise<void> | undefined;
  yield* new ReadableStream<SnmpSighting>({
    start(controller) {
      running = ask(sweep, AbortSignal.any([signal, left.signal]), (sighting) => controller.enqueue(sighting)).then(
        () => controller.close(),
        (error: unknown) => controller.error(signal.aborted ? signal.reason : error),
      );
    },
    async cancel() {
      left.abort();
      await running;
    },
  });
}

async function ask(sweep: SnmpSweep, signal: AbortSignal, found: (sighting: SnmpSighting) => void): Promise<void> {
  const { targets, port, timeoutMs, retries, pace, clock = monotonicClock, probed } = sweep;
  await using socket = await openUdp();
  const sender = createSendWindow(socket, port, windowSize);
  const questions = createQuestions(sweep.community, sweep.oids, randomInt);
  const answered = new Set<string>();
  const again = new Set<Promise<unknown>>();
  let lastProbe = clock.now();

  const probe = async (address: string) => {
    await pace.take(signal);
    signal.throwIfAborted();
    lastProbe = clock.now();
    await sender.send(questions.packetFor(address), address);
  };
  socket.on("message", (bytes, from) => {
    if (signal.aborted || from.port !== port || !targets.has(from.address) || answered.has(from.address)) return;
    const answer = decodeGetResponse(bytes);
    const verdict = answer && questions.judge(from.address, answer);
    if (answer && verdict === "done") {
      answered.add(from.address);
      found({ address: from.address, values: answer.values });
    } else if (verdict === "ask-again") {
      // It fails when the sweep is aborted, which ends the sweep by itself.
      const asking: Promise<unknown> = probe(from.address)
        .catch(() => {})
        .then(() => again.delete(asking));
      again.add(asking);
    }
  });

  for (let attempt = 0; attempt <= retries && answered.size < targets.size; attempt += 1) {
    const began = clock.now();
    for (const address of targets) {
      if (!answered.has(address)) await probe(address);
      if (attempt === 0) probed?.();
    }
    await sender.empty();
    if (sender.sent === 0 && sender.lastFailure) throw nothingSent(sender.lastFailure, port);
    if (attempt < retries && answered.size < targets.size)
      await clock.sleep(Math.max(0, began + timeoutMs - clock.now()), signal);
  }
  for (;;) {
    await Promise.all(again);
    const wait = lastProbe + timeoutMs - clock.now();
    if (wait <= 0 || answered.size === targets.size) return;
    await clock.sleep(wait, signal);
  }
}

function nothingSent(code: string, port: number): BoxError {
  return new BoxError("unreachable", `no SNMP probe could be sent to UDP port ${port} of the networks (${code})`);
}
