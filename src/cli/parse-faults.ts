import { type Fault, isFault } from "../simulator/faults.ts";
import { parseCount } from "./parse-count.ts";
import { UsageError } from "./usage/usage-error.ts";

/** Reads `--faults slow,does-nothing:3`: how many boxes each fault befalls. @throws UsageError */
export function parseFaults(words: readonly string[]): Map<Fault, number> {
  const wanted = new Map<Fault, number>();
  for (const word of words.flatMap((one) => one.split(",")).filter((one) => one !== "")) {
    const [name = "", count = "1"] = word.split(":");
    if (!isFault(name)) throw new UsageError(`there is no fault "${name}"; varsync simulate --faults list shows all`);
    wanted.set(name, (wanted.get(name) ?? 0) + parseCount(count, `--faults ${name}`));
  }
  return wanted;
}
