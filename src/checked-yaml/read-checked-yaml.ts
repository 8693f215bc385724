import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { CheckedYamlError, type Mistake } from "./checked-yaml-error.ts";
import { describeIssue } from "./describe-issue.ts";

/** What a file says, checked, and where it says it. */
export interface CheckedYaml<T> {
  readonly data: T;
  /** The line of the node at the path, or of the nearest one above it; counted from 1. */
  lineOf(path: readonly PropertyKey[]): number;
  /** An error about the file that the schema could not find. */
  error(mistakes: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): CheckedYamlError;
}

/**
 * Reads a YAML file and checks it.
 * @throws CheckedYamlError with every mistake by line and field, also when the file is missing or unreadable
 */
export async function readCheckedYaml<T>(file: string, schema: z.ZodType<T>): Promise<CheckedYaml<T>> {
  const lineCounter = new LineCounter();
  const document = parseDocument(await textOf(file), { lineCounter });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  if (document.errors.length > 0) {
    const mistakes = document.errors.map(({ message, pos }) => ({
      field: "",
      line: lineAt(pos[0]),
      message: (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, ""),
    }));
    throw new CheckedYamlError(file, mistakes);
  }
  const lineOf = (path: readonly PropertyKey[]) => lineOfNode(document, path, lineAt);
  const mistake = (path: readonly PropertyKey[], message: string): Mistake => ({
    field: path.map(String).join("."),
    line: lineOf(path),
    message,
  });
  const value: unknown = await Promise.resolve(document)
    .then((one) => one.toJS())
    .catch((error: Error) => {
      throw new CheckedYamlError(file, [{ field: "", line: 1, message: error.message }]);
    });
  const checked = schema.safeParse(value ?? {});
  if (!checked.success) {
    const described = checked.error.issues.flatMap(describeIssue);
    throw new CheckedYamlError(
      file,
      described.map(({ path, message }) => mistake(path, message)),
    );
  }
  return {
    data: checked.data,
    lineOf,
    error: (mistakes) =>
      new CheckedYamlError(
        file,
        mistakes.map(({ path, message }) => mistake(path, message)),
      ),
  };
}

function lineOfNode(document: Document, path: readonly PropertyKey[], lineAt: (offset: number) => number): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const offset = keyOffset(parent, path[length - 1]) ?? nodeOffset(document.getIn(path.slice(0, length), true));
    if (offset !== undefined) return lineAt(offset);
  }
  return 1;
}

/** Where the key stands in its mapping: a value on the next line is still the key's mistake. */
function keyOffset(parent: unknown, key: PropertyKey | undefined): number | undefined {
  if (typeof parent !== "object" || parent === null || !("items" in parent) || !Array.isArray(parent.items))
    return undefined;
  const pair: unknown = parent.items.find(
    (item: unknown) => typeof item === "object" && item !== null && "key" in item && String(item.key) === String(key),
  );
  return typeof pair === "object" && pair !== null && "key" in pair ? nodeOffset(pair.key) : undefined;
}

function nodeOffset(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  return Number(node.range[0]);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why: Record<string, string> = {
      ENOENT: "there is no such file",
      EACCES: "this user may not read it",
      EISDIR: "it is a folder",
    };
    throw new CheckedYamlError(file, [{ field: "", line: 1, message: why[code] ?? `cannot be read (${code})` }]);
  }
}
