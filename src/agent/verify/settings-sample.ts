import { hash } from "node:crypto";
import type { ByteText } from "../../license/byte-text.ts";

/** Lines that are kept of a configuration: those with the smallest fingerprints, always the same ones. */
const kept = 32;
/** With fewer lines than this nothing can be told. */
const fewest = 4;
/** When at most this part of them is left, the configuration is another one [P]. */
const left = 0.25;

/** Fingerprints of some lines of a configuration, as a text for the journal. */
export function settingsSample(settings: readonly ByteText[]): string {
  return [...new Set(settings.map(fingerprint))].sort().slice(0, kept).join(" ");
}

/** Whether next to nothing is left of a configuration, as after a factory reset. @param sample of the last look */
export function isConfigurationGone(sample: string, settings: readonly ByteText[]): boolean {
  const before = sample.split(" ").filter((print) => print !== "");
  if (before.length < fewest) return false;
  const now = new Set(settings.map(fingerprint));
  return before.filter((print) => now.has(print)).length <= before.length * left;
}

function fingerprint(line: ByteText): string {
  return hash("sha1", line, "hex").slice(0, 8);
}
