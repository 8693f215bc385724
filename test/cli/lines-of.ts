import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Waits for the next line that contains a text; those before it are gone. */
export function linesOf(stream: Readable) {
  const lines = createInterface(stream)[Symbol.asyncIterator]();
  return {
    async next(part: string): Promise<string> {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`it ended without saying "${part}"`);
        if (value.includes(part)) return value;
      }
    },
  };
}
