import { setTimeout } from "node:timers/promises";
import type { Test } from "tap";
import { z } from "zod";
import { tellPeople } from "../../../../src/agent/daemon/told/tell-people.ts";
import type { Site } from "../../../../src/agent/reconcile/site.ts";
import { listDeliveries } from "../../../../src/webhook/outbox.ts";
import { startReceiver } from "../../../webhook/receiver.ts";

export interface Ears {
  /** What was heard since the last time, sorted: `new approval: box …`; waits until all of it was said. */
  hear(): Promise<string[]>;
}

const compareEveryMs = 15_000;
const message = z.object({ type: z.string(), data: z.object({ kind: z.string(), message: z.string() }) });

/** A webhook's receiver that is told of the site, with little time between two comparisons. */
export async function openEars(t: Test, site: Site, host: string, events: readonly string[]): Promise<Ears> {
  const receiver = await startReceiver(t, host);
  let comparisons = 0;
  const sleep = async (milliseconds: number, signal: AbortSignal) => {
    if (milliseconds === compareEveryMs) comparisons += 1;
    await site.clock.sleep(Math.min(milliseconds, 50), signal);
  };
  const webhook = { url: receiver.url, events, secret: async () => "a secret", allowPrivate: true };
  const telling = tellPeople({ ...site, clock: { ...site.clock, sleep } }, { webhooks: [webhook] }, () => undefined);
  const stop = new AbortController();
  const told = telling.run(stop.signal);
  t.teardown(async () => {
    stop.abort();
    await told;
  });
  let heard = 0;
  return {
    async hear() {
      const enough = comparisons + 3;
      while (comparisons < enough || (await listDeliveries(site.journal.outbox)).length > 0) await setTimeout(20);
      const fresh = receiver.received.slice(heard);
      heard += fresh.length;
      return fresh
        .map(({ body }) => message.parse(JSON.parse(body)))
        .map(({ type, data }) => `${data.kind} ${type}: ${data.message}`)
        .sort();
    },
  };
}
