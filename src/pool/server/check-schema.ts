import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import { SchemaMistakes } from "./problem-of.ts";

/**
 * Checks a request against its schema, and leaves it as it came: the operation reads it with the same schema, and what
 * is transformed twice is not always the same.
 */
export const checkSchema: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (value: unknown) => {
    const parsed = schema.safeParse(value ?? {});
    return parsed.success ? { value } : { error: new SchemaMistakes(mistakes(parsed.error, httpPart ?? "request")) };
  };

function mistakes({ issues }: z.ZodError, part: string): { field: string; message: string }[] {
  return issues.slice(0, 20).map(({ path, message }) => ({
    field: path.length === 0 ? part : shortened(path.join(".")),
    message: shortened(message),
  }));
}

/** What was sent may stand in it, whatever its length. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}
