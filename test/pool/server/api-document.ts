import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";
import type { RunningServer } from "./running-server.ts";

const schemaShape = z.record(z.string(), z.unknown());
const parameterShape = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  schema: schemaShape,
});
const contentShape = z.record(z.string(), z.object({ schema: schemaShape }));
const documentShape = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.array(parameterShape).default([]),
        requestBody: z.object({ required: z.boolean(), content: contentShape }).optional(),
        responses: z.record(z.string(), z.object({ content: contentShape.optional() })),
      }),
    ),
  ),
});

export type Schema = z.infer<typeof schemaShape>;
export type Parameter = z.infer<typeof parameterShape>;

/** An operation as the OpenAPI document tells of it. */
export interface DescribedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of a JSON body. */
  readonly body: Schema | undefined;
  /** What in an answer is not as the document says; `undefined` when all is. */
  misfit(answer: WireAnswer): string | undefined;
}

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number;
  /** Empty where there was none. */
  readonly contentType: string;
  readonly text: string;
}

/** Reads `/openapi.json` as a client that knows nothing else. */
export async function readApiDocument({ ask }: Pick<RunningServer, "ask">): Promise<DescribedOperation[]> {
  const { json } = await ask("/openapi.json");
  const { paths } = documentShape.parse(json);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(schemaShape.parse(json), "api");
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters, requestBody, responses }]) => {
      const misfit = ({ status, contentType, text }: WireAnswer): string | undefined => {
        const key = Object.hasOwn(responses, status) ? String(status) : "default";
        const [type = ""] = contentType.split(";");
        const content = responses[key]?.content;
        if (content === undefined) return text === "" ? undefined : `${status} with a body`;
        if (!Object.hasOwn(content, type)) return `${status} as ${type || "nothing"}: ${text.slice(0, 200)}`;
        const where = ["paths", path, method, "responses", key, "content", type, "schema"];
        const fits = ajv.validate(
          { $ref: `api#/${where.map(pointer).join("/")}` },
          type === "text/plain" ? text : JSON.parse(text),
        );
        if (!fits) return `${status}: ${ajv.errorsText()}: ${text.slice(0, 300)}`;
        const told =
          type === "application/problem+json" ? z.object({ status: z.int() }).parse(JSON.parse(text)).status : status;
        return told === status ? undefined : `the problem document says ${told}, the answer ${status}`;
      };
      const body = requestBody?.content["application/json"]?.schema;
      return { id: operationId, method: method.toUpperCase(), path, parameters, body, misfit };
    }),
  );
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
