import { STATUS_CODES } from "node:http";
import { z } from "zod";

/** An error over HTTP (RFC 9457), with a code for programs. */
export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;

export const problemType = "application/problem+json; charset=utf-8";

export function problem(status: number, code: string, detail: string, errors?: Problem["errors"]): Problem {
  const title = STATUS_CODES[status] ?? "Error";
  return { type: "about:blank", title, status, code, detail, ...(errors && { errors }) };
}
