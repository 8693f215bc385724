import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";

/** A body that is not even looked at. */
export class UnreadableBody extends Error {
  readonly status: 400 | 415;

  constructor(status: 400 | 415, message: string) {
    super(message);
    this.name = "UnreadableBody";
    this.status = status;
  }
}

/**
 * Reads bodies: JSON in UTF-8, or none at all. What stands in one may end up on a license key that cannot be taken back,
 * so bytes that are no UTF-8 are refused and not replaced.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    const encoding = request.headers["content-encoding"] ?? "identity";
    if (encoding !== "identity") return done(new UnreadableBody(415, "the body must be sent as it is, not compressed"));
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(new UnreadableBody(400, "the body is no UTF-8"));
    return parse(request, body.toString(), done);
  });
}
