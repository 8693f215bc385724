import type { z } from "zod";

/** One mistake, in words for a person. */
export interface Described {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a person at a text editor calls the schema's kinds. */
const kinds: Readonly<Record<string, string>> = {
  array: "a list, [one, two]",
  object: "keys with values, {key: value}",
  record: "keys with values, {key: value}",
  string: "a text, in quotes where it looks like a number",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** Says what a schema found in words that a person at a text editor understands; an unknown key each is a mistake. */
export function describeIssue(issue: z.core.$ZodIssue): Described[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: "unknown key" }));
    case "invalid_union": {
      const nested = issue.errors.map((branch) => branch.flatMap(describeIssue).map(inWords));
      const plain = nested.filter((messages) => messages.length > 0).map((messages) => messages.join(", "));
      const message = plain.length > 0 ? `fits none of: ${[...new Set(plain)].join(" | ")}` : issue.message;
      return [{ path: issue.path, message }];
    }
    case "invalid_key":
      return issue.issues.map((inner) => ({ path: issue.path, message: inner.message }));
    case "invalid_type":
      if (issue.expected === "never") return [{ path: issue.path, message: issue.message }];
      return [
        {
          path: issue.path,
          message: issue.message.endsWith("received undefined")
            ? "is missing"
            : `must be ${kinds[issue.expected] ?? issue.expected}`,
        },
      ];
    case "too_small":
      return [{ path: issue.path, message: `must be at least ${issue.minimum}${lengthOf(issue.origin)}` }];
    case "too_big":
      return [{ path: issue.path, message: `must be at most ${issue.maximum}${lengthOf(issue.origin)}` }];
    case "invalid_value":
      return [{ path: issue.path, message: `must be one of ${issue.values.map(String).join(", ")}` }];
    default:
      return [{ path: issue.path, message: issue.message }];
  }
}

function lengthOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " entries long" : "";
}

function inWords({ path, message }: Described): string {
  return [path.map(String).join("."), message].filter((part) => part !== "").join(" ");
}
