import { UsageError } from "./usage-error.ts";

/**
 * The words without `--`, behind which there are no more options: yargs would lose what stands there, and a command
 * without its targets is one for every box.
 * @throws UsageError for what looks like an option all the same
 */
export function afterDoubleDash(words: readonly string[]): readonly string[] {
  const at = words.indexOf("--");
  if (at < 0) return words;
  const plain = words.slice(at + 1);
  const dashed = plain.find((word) => word.startsWith("-"));
  if (dashed === undefined) return [...words.slice(0, at), ...plain];
  throw new UsageError(`${dashed} stands after --; a file whose name begins with a dash is ./${dashed} here`);
}
