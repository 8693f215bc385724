import t from "tap";
import { z } from "zod";
import { operations } from "../../../src/pool/operations/operations.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";
import { runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.52.1";
const document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
        responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })),
      }),
    ),
  ),
});

t.test("every operation of the license manager is in the OpenAPI document, with all that it takes", async (t) => {
  const { pool } = await examplePool(t);
  const { ask } = await runningServer(t, pool, host);
  const { paths } = document.parse((await ask("/openapi.json")).json);
  for (const { name, method, path, input } of operations) {
    const described = paths[`/api/v1${path}`]?.[method.toLowerCase()];
    t.equal(described?.operationId, name, `${method} ${path}`);
    for (const field of [...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one)) {
      t.ok(
        described?.parameters.some((one) => one.in === "path" && one.name === field),
        `${name} has ${field}`,
      );
    }
    if (method !== "GET" && "requestId" in input.shape) {
      t.ok(
        described?.parameters.some((one) => one.in === "header" && one.name === "idempotency-key"),
        name,
      );
    }
  }
  t.ok(paths["/license/get_license.php"]?.["get"]);
});

t.test("answers fit the document: the schema that is told is the one that is kept", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const token = await sessionOf(pool, reseller);
  const { ask } = await runningServer(t, pool, host);
  const { paths } = document.parse((await ask("/openapi.json")).json);
  await ask("/api/v1/license-keys", { method: "POST", token, json: { type: "Relay-BRIs", count: 1, serial: thisBox } });
  const simple = operations.filter(({ method }) => method === "GET");
  for (const { path, answers } of simple) {
    const target = `/api/v1${path.replace("{serial}", thisBox)}`;
    const answer = await ask(target, { token });
    const told = paths[`/api/v1${path}`]?.["get"]?.responses;
    if (answer.status !== 200) {
      const { schema } = told?.["default"]?.content["application/problem+json"] ?? {};
      t.ok(z.fromJSONSchema(asSchema(schema)).safeParse(answer.json).success, `${target}: ${answer.status}`);
      continue;
    }
    const { schema } = told?.["200"]?.content[answers ?? "application/json"] ?? {};
    const body = answers === "text/plain" ? answer.text : answer.json;
    const { success, error } = z.fromJSONSchema(asSchema(schema)).safeParse(body);
    t.ok(success, `${target} ${error?.message ?? ""}`);
  }
});

function asSchema(schema: unknown): Parameters<typeof z.fromJSONSchema>[0] {
  return z.record(z.string(), z.unknown()).parse(schema);
}
