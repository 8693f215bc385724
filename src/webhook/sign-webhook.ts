import { createHmac } from "node:crypto";

/** Marks a secret whose bytes are given as Base64. */
const encodedSecret = "whsec_";

/**
 * The headers that prove who sent it and when, as standardwebhooks.com says: HMAC-SHA256 over `<id>.<timestamp>.<body>`
 * in Base64. The secret's bytes are its UTF-8, or what is encoded behind `whsec_`.
 */
export function signWebhook(
  message: { readonly id: string; readonly body: string },
  secret: string,
  at: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = secret.startsWith(encodedSecret) ? Buffer.from(secret.slice(encodedSecret.length), "base64") : secret;
  const signature = createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64");
  return { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
