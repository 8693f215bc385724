import type { FastifyInstance, FastifyReply } from "fastify";
import { type Problem, problem } from "./problem.ts";

/**
 * Answers what no route takes, before its body is looked at: 404, or 405 with `Allow` where the address has other
 * methods. To be called before routes are added.
 */
export function answerUnknownRoutes(
  app: FastifyInstance,
  send: (reply: FastifyReply, document: Problem) => FastifyReply,
): void {
  const known: { readonly methods: readonly string[]; readonly address: RegExp }[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    known.push({
      methods: [method].flat(),
      address: new RegExp(`^${url.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]*")}$`),
    });
  });
  app.addHook("onRequest", async (request, reply) => {
    if (!request.is404) return undefined;
    const [path = ""] = request.url.split("?");
    const methods = new Set(known.filter(({ address }) => address.test(path)).flatMap((route) => route.methods));
    if (methods.size === 0) {
      return send(
        reply,
        problem(404, "not-found", "there is nothing at this address; /openapi.json tells what there is"),
      );
    }
    const allowed = [...methods].sort().join(", ");
    const detail = `this address does not take ${request.method}; it takes ${allowed}`;
    return send(reply.header("allow", allowed), problem(405, "method-not-allowed", detail));
  });
}
