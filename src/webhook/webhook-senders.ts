import type { Send } from "./deliver-outbox.ts";
import { sendWebhook, type Webhook, type WebhookWire } from "./send-webhook.ts";

/** How to reach each of the webhooks, by address. */
export function webhookSenders(webhooks: readonly Webhook[], wire: WebhookWire): Map<string, Send> {
  return new Map(
    webhooks.map((webhook) => [webhook.url, (delivery, signal) => sendWebhook(webhook, delivery, wire, signal)]),
  );
}
