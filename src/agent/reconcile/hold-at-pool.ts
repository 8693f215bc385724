import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { isAway } from "../keys/is-away.ts";
import type { Site } from "./site.ts";

/** An agent that died holds a box no longer; one that lives says so again and again. */
const holdMs = 60_000;
const againMs = 15_000;
const pollMs = 1000;
/** So long another agent is waited for: longer than a dead one holds a box. */
const patienceMs = 120_000;

/**
 * Keeps other agents of the pool from writing to the box meanwhile. Where no agent was ever started, or the pool does not
 * answer, nobody is kept from anything.
 * @throws BoxError `held-elsewhere` when another agent does not let go
 */
export async function holdAtPool(site: Site, serial: SerialNumber, signal: AbortSignal): Promise<AsyncDisposable> {
  const { self, clock, log } = site;
  const agent = await self.id();
  const source = site.sources.find((one) => one.holdBox !== undefined);
  const hold = async (forMs: number) => {
    if (agent === undefined || source?.holdBox === undefined) return undefined;
    try {
      return await source.holdBox(serial, agent, forMs);
    } catch (error) {
      if (isAway(error)) log.debug({ err: error, serial }, "the pool could not be told who writes to a box");
      else log.warn({ err: error, serial }, "the pool does not take who writes to a box");
      return undefined;
    }
  };
  const end = clock.monotonicMs() + patienceMs;
  for (;;) {
    const answer = await hold(holdMs);
    if (answer === undefined) return { [Symbol.asyncDispose]: async () => undefined };
    if (answer.held)
      return keptUp(
        () => hold(holdMs),
        () => hold(0),
      );
    if (clock.monotonicMs() >= end) {
      const message = `the agent ${answer.by} works on ${serial}, until ${answer.until} at most`;
      throw new BoxError("held-elsewhere", message, { serial });
    }
    await clock.sleep(pollMs, signal);
  }
}

/** Holds on until it is disposed. */
function keptUp(hold: () => Promise<unknown>, letGo: () => Promise<unknown>): AsyncDisposable {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(hold);
  }, againMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await last;
      await letGo();
    },
  };
}
