import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import { keepTelling } from "../../webhook/keep-telling.ts";
import type { Audience } from "../../webhook/notices.ts";
import { resolveBySystem } from "../../webhook/public-address.ts";
import { type Webhook, webhookTimeoutMs } from "../../webhook/send-webhook.ts";
import { webhookName } from "../../webhook/webhook-name.ts";
import { webhookSenders } from "../../webhook/webhook-senders.ts";
import type { Pool } from "../open-pool.ts";
import { accountOf, warningConditions } from "../warnings/warning-conditions.ts";

const compareEveryMs = 15_000;

/**
 * Tells the webhooks of the warnings of all accounts, until the signal says stop. Several servers of one pool tell each
 * of them once.
 */
export async function tellWarnings(
  pool: Pool,
  webhooks: readonly Webhook[],
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const now = () => pool.now();
  const wire = { resolve: resolveBySystem, now, timeoutMs: webhookTimeoutMs };
  await keepTelling(
    {
      db: pool.db,
      holding: () => warningConditions(pool),
      audience: webhooks.map((webhook) => audienceOf(webhook, now)),
      senders: webhookSenders(webhooks, wire),
      nameOf: webhookName,
      compareEveryMs,
      log,
      now,
      sleep: (milliseconds, stop) => setTimeout(milliseconds, undefined, { signal: stop }),
      random: Math.random,
    },
    signal,
  );
}

function audienceOf({ url, events }: Webhook, now: () => Date): Audience {
  return {
    destination: url,
    events,
    body({ event, subject, kind, message, since }) {
      const data = { account: accountOf(subject), kind, message, since };
      return JSON.stringify({ type: event, timestamp: now().toISOString(), data });
    },
  };
}
