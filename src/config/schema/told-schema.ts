import { z } from "zod";
import { path, secretName, wantsOne } from "./fields.ts";

/** What the service tells people of. */
const toldEvents = ["approval", "unlicensed", "short", "not-back", "breaker", "pool-unreachable", "agent"] as const;
/** What the pool server tells people of. */
const poolEvents = [
  "low-balance",
  "never-seen",
  "revoked-but-installed",
  "budget-used-up",
  "two-agents",
  "agent-copied",
] as const;
const webhookEvents = [...toldEvents, ...poolEvents] as const;

/** A webhook, of the service or of the pool server. */
export const webhookSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: "is no address of a webhook; one looks like https://…" }),
    secretFile: path.optional(),
    secretEnv: secretName.optional(),
    events: eventsOf(webhookEvents),
    allowPrivate: z.boolean().default(false),
  })
  .refine(...wantsOne("secretFile", "secretEnv"))
  .refine(({ url, allowPrivate }) => url.startsWith("https:") || allowPrivate, {
    message: "http is only for private addresses; use https, or allowPrivate: true",
  })
  .refine(({ url }) => URL.parse(url)?.username === "" && URL.parse(url)?.password === "", {
    message: "a password does not stand in the address of a webhook",
  });

/** A command that is given each message. */
export const mailSchema = z.strictObject({
  command: z.array(z.string().min(1)).min(1),
  events: eventsOf(toldEvents),
});

/** Some of them, all by default. */
function eventsOf<const Event extends string>(all: readonly Event[]) {
  return z
    .array(z.enum(all))
    .min(1)
    .default([...all]);
}
