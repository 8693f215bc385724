import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { perform } from "../operations/license-manager.ts";
import { showLicenseFile } from "../operations/show-license-file.ts";
import { callerOf, checkToken } from "./caller-of.ts";
import { problemSchema } from "./problem.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { ServerContext } from "./server-context.ts";
import { textAnswer } from "./text-answer.ts";

/** The address under which the vendor hands out a box's license file: it shows, and never claims. */
export function addVendorAddress(app: FastifyInstance, context: ServerContext, limits: RateLimits): void {
  const querystring = z.looseObject({ f_mac: showLicenseFile.input.shape.serial });
  app.get(
    "/license/get_license.php",
    {
      schema: {
        operationId: "get-license",
        summary: showLicenseFile.summary,
        description: "As at the vendor's site; it shows, and never claims.",
        security: [{ bearer: [] }],
        querystring,
        response: {
          200: { description: showLicenseFile.summary, content: { "text/plain": { schema: z.string() } } },
          default: {
            description: "what went wrong",
            content: { "application/problem+json": { schema: problemSchema } },
          },
        },
      },
    },
    async (request, reply) => {
      const caller = await limits.authenticated(request, () => callerOf(context, request));
      checkToken(request);
      const { f_mac: serial } = querystring.parse(request.query);
      const text = await perform(context.pool, caller, showLicenseFile, { serial });
      return reply.send(textAnswer(reply, text));
    },
  );
}
