import type { FastifyReply } from "fastify";

/** Aborted when nobody waits for the answer any more: whoever asked has gone, or was told that it takes too long; or the server stops. */
export function whileWanted(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const unwanted = new AbortController();
  reply.raw.once("close", () => unwanted.abort());
  return AbortSignal.any([unwanted.signal, stopping]);
}
