import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";

/** Describes all routes that are added after this, at `/openapi.json`. */
export async function addOpenapi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "varsync pool", version, license: { name: "MIT", identifier: "MIT" } },
      servers: [{ url: "/" }],
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  let text: string | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(completed(app.swagger()));
    return reply.type("application/json").send(text);
  });
}

const operation = z.looseObject({
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** What the plugin cannot be told: bodies that may be missing, answers without one, and names that nothing refers to. */
function completed(described: unknown): unknown {
  const { paths, components, ...rest } = document.parse(described);
  const schemas = Object.entries(components.schemas).filter(([name]) => !name.endsWith("Input"));
  for (const methods of Object.values(paths)) {
    if (methods["get"]) methods["get"].responses["304"] = { description: "as it was at the time of If-None-Match" };
    for (const { requestBody } of Object.values(methods)) {
      if (requestBody)
        requestBody["required"] = Object.values(requestBody.content).some(({ schema }) => "required" in schema);
    }
  }
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) }, paths };
}
