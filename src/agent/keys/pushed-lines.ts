import type { LicenseFileEntry } from "../../license/license-file.ts";
import type { KeySource } from "./key-source.ts";

/**
 * The lines of one file, for whatever box they are pushed to. They count as the vendor's, unless the pool issued their
 * code.
 * @param pool where codes are looked up, if there is one
 */
export function pushedLines(
  file: string,
  entries: readonly LicenseFileEntry[],
  pool: Pick<KeySource, "lookUp"> | undefined,
): KeySource {
  const none = async () => [];
  const lines = entries.map(
    ({ line, lineNumber }) => ({ line, issuer: "vendor", source: `${file}:${lineNumber}` }) as const,
  );
  return {
    name: "files",
    canCreate: false,
    offers: async () => ({ lines, predefined: [] }),
    balance: none,
    spentToday: async () => ({ box: 0, day: 0 }),
    claim: none,
    create: none,
    lookUp: async (codes) => (await pool?.lookUp(codes)) ?? new Map(),
    find: none,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
