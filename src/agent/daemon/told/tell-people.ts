import type { Send } from "../../../webhook/deliver-outbox.ts";
import { keepTelling } from "../../../webhook/keep-telling.ts";
import type { Audience, Notice } from "../../../webhook/notices.ts";
import { resolveBySystem } from "../../../webhook/public-address.ts";
import { type Webhook, webhookTimeoutMs } from "../../../webhook/send-webhook.ts";
import { webhookName } from "../../../webhook/webhook-name.ts";
import { webhookSenders } from "../../../webhook/webhook-senders.ts";
import type { Site } from "../../reconcile/site.ts";
import { mailSender } from "./send-mail.ts";
import { whatHolds } from "./what-holds.ts";

export interface People {
  readonly webhooks: readonly Webhook[];
  readonly mail?: { readonly command: readonly string[]; readonly events: readonly string[] };
}

export interface Telling {
  /** Tells until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

const mailDestination = "mail";
const compareEveryMs = 15_000;

/** Tells people what needs them: once, daily while it holds, and when it is over. */
export function tellPeople(site: Site, { webhooks, mail }: People, whyPoolIsAway: () => string | undefined): Telling {
  const { journal, clock, log } = site;
  const audience = audienceOf(site.name, { webhooks, ...(mail && { mail }) }, () => clock.now());
  const senders = new Map<string, Send>(
    webhookSenders(webhooks, { resolve: resolveBySystem, now: () => clock.now(), timeoutMs: webhookTimeoutMs }),
  );
  if (mail !== undefined) senders.set(mailDestination, mailSender(mail.command));
  const holding = () => whatHolds(site, whyPoolIsAway());
  return {
    async run(signal) {
      const sleep = clock.sleep.bind(clock);
      const [now, random] = [() => clock.now(), Math.random];
      const outbox = { db: journal.outbox, senders, nameOf: webhookName, log, now, sleep, random };
      await keepTelling({ ...outbox, holding, audience, compareEveryMs }, signal);
    },
  };
}

function audienceOf(site: string, { webhooks, mail }: People, now: () => Date): Audience[] {
  const document = ({ event, kind, message, since }: Notice) =>
    JSON.stringify({ type: event, timestamp: now().toISOString(), data: { site, kind, message, since } });
  const text = ({ kind, message, since }: Notice) =>
    `${{ new: "varsync needs you", reminder: "varsync still needs you", "all-clear": "all clear" }[kind]} at ${site}\n\n${message}\nsince ${since}\n`;
  const hooks = webhooks.map(({ url, events }) => ({ destination: url, events, body: document }));
  return mail === undefined ? hooks : [...hooks, { destination: mailDestination, events: mail.events, body: text }];
}
