/**
 * Where in a value a text stands that not every database keeps: with a zero byte, or with half a character. Answers the
 * names that lead there, like `boxes.0.error.message`; `undefined` when there is none.
 */
export function unkeepableText(value: unknown): string | undefined {
  return pathOf(value)?.join(".");
}

function pathOf(value: unknown): string[] | undefined {
  if (typeof value === "string") return value.includes("\u0000") || !value.isWellFormed() ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    if (pathOf(name)) return ["a name"];
    const below = pathOf(part);
    if (below) return [name, ...below];
  }
  return undefined;
}
