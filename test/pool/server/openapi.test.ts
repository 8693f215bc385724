import { Validator } from "@seriousme/openapi-schema-validator";
import t from "tap";
import { operations } from "../../../src/pool/operations/operations.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";
import { readApiDocument } from "./api-document.ts";
import { runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.52.1";

t.test("the document is valid OpenAPI 3.1, and every name in it leads somewhere", async (t) => {
  const { pool } = await examplePool(t);
  const { ask } = await runningServer(t, pool, host);
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse((await ask("/openapi.json")).text));
  t.ok(valid, JSON.stringify(errors));
  t.equal(validator.version, "3.1");
  t.doesNotThrow(() => validator.resolveRefs());
});

t.test("every operation of the license manager is in the OpenAPI document, with all that it takes", async (t) => {
  const { pool } = await examplePool(t);
  const described = await readApiDocument(await runningServer(t, pool, host));
  for (const { name, method, path, input } of operations) {
    const found = described.find(({ id }) => id === name);
    t.match(found, { method, path: `/api/v1${path}` }, name);
    const takes = (place: string, field: string | undefined) =>
      t.ok(
        found?.parameters.some((one) => one.in === place && one.name === field),
        `${name} has ${field}`,
      );
    for (const [, field] of path.matchAll(/\{(\w+)\}/g)) takes("path", field);
    if (method !== "GET" && "requestId" in input.shape) takes("header", "idempotency-key");
  }
  t.ok(described.some(({ path }) => path === "/license/get_license.php"));
});

t.test("answers fit the document, those that say that nothing changed too", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const token = await sessionOf(pool, reseller);
  const server = await runningServer(t, pool, host);
  const json = { type: "Relay-BRIs", count: 1, serial: thisBox };
  await server.ask("/api/v1/license-keys", { method: "POST", token, json });
  for (const { method, path, misfit } of await readApiDocument(server)) {
    if (method !== "GET") continue;
    const target = path.replace("{serial}", thisBox);
    const first = await server.ask(target, { token });
    const contentType = (answer: typeof first) => answer.headers.get("content-type") ?? "";
    t.equal(misfit({ ...first, contentType: contentType(first) }), undefined, target);
    const again = await server.ask(target, {
      token,
      headers: { "if-none-match": first.headers.get("etag") ?? "none" },
    });
    t.equal(misfit({ ...again, contentType: contentType(again) }), undefined, `${target} again`);
  }
});
