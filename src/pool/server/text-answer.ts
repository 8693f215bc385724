import { isUtf8 } from "node:buffer";
import type { FastifyReply } from "fastify";

/** Makes a text the answer's body: its characters are bytes, which are UTF-8 or, for what old lines have, ISO-8859-1. */
export function textAnswer(reply: FastifyReply, text: string): Buffer {
  const bytes = Buffer.from(text, "latin1");
  reply.type(`text/plain; charset=${isUtf8(bytes) ? "utf-8" : "iso-8859-1"}`);
  return bytes;
}
