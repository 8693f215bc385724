import type { LookupAddress } from "node:dns";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { Delivery } from "./outbox.ts";
import { publicAddresses, type Resolve } from "./public-address.ts";
import { signWebhook } from "./sign-webhook.ts";

/** Where events go, as the configuration says. */
export interface Webhook {
  /** `https:`, or `http:` where private addresses are allowed. */
  readonly url: string;
  /** Its names of events; of others it is told nothing. */
  readonly events: readonly string[];
  /** Reads it anew, so that a changed file is noticed. */
  secret(): Promise<string>;
  /** Whether it may lie on a private, loopback or link-local address. */
  readonly allowPrivate: boolean;
}

export interface WebhookWire {
  readonly resolve: Resolve;
  now(): Date;
  /** For all of one try, in milliseconds. */
  readonly timeoutMs: number;
}

/** One try takes at most so long, in milliseconds. */
export const webhookTimeoutMs = 15_000;
/** More of an answer is not read. */
const answerBytes = 65_536;

/**
 * One try to deliver: POSTs the body, signed. Redirects are not followed.
 * @throws Error with a reason in words, unless the answer is 2xx; the signal's reason
 */
export async function sendWebhook(
  webhook: Webhook,
  delivery: Pick<Delivery, "id" | "body">,
  wire: WebhookWire,
  signal: AbortSignal,
): Promise<void> {
  const patience = AbortSignal.timeout(wire.timeoutMs);
  const either = AbortSignal.any([signal, patience]);
  try {
    const url = new URL(webhook.url);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const looked = webhook.allowPrivate ? wire.resolve(host) : publicAddresses(host, wire.resolve);
    const addresses = await unlessAborted(looked, either);
    const headers = {
      "content-type": "application/json",
      "user-agent": "varsync",
      ...signWebhook(delivery, await webhook.secret(), wire.now()),
    };
    await post(url, delivery.body, { headers, lookup: always(addresses), signal: either });
  } catch (error) {
    signal.throwIfAborted();
    if (patience.aborted) throw new Error(`no answer within ${wire.timeoutMs / 1000} s`);
    throw error;
  }
}

async function post(
  url: URL,
  body: string,
  options: { headers: Readonly<Record<string, string>>; lookup: LookupFunction; signal: AbortSignal },
): Promise<void> {
  const request = url.protocol === "https:" ? tlsRequest : plainRequest;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { ...options, method: "POST", agent: false })
      .on("response", resolve)
      .on("error", reject)
      .end(body);
  });
  const { statusCode = 0 } = answer;
  await readSome(answer).catch(() => undefined);
  if (statusCode >= 200 && statusCode < 300) return;
  const redirect = statusCode >= 300 && statusCode < 400 ? "; redirects are not followed" : "";
  throw new Error(`it answered ${statusCode}${redirect}`);
}

/** What is said besides the status does not matter; it is taken so that the other side can end in peace. */
async function readSome(answer: IncomingMessage): Promise<void> {
  let left = answerBytes;
  for await (const chunk of answer) {
    left -= (chunk as Buffer).length;
    if (left < 0) return;
  }
}

function always(addresses: readonly LookupAddress[]): LookupFunction {
  return (host, { all }, answer) => {
    const [first] = addresses;
    if (first === undefined) answer(new Error(`${host} has no address`), "");
    else if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
