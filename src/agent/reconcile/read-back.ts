import { BoxError } from "../../box/box-error.ts";
import { type Configuration, readConfiguration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { lostLines } from "../verify/compare-lines.ts";
import type { Site } from "./site.ts";
import type { Writing } from "./writing.ts";

const pauseMs = 1000;

/**
 * Reads what is on the box; once more when it is away for a moment, or when a line seems lost: an answer may have been
 * cut off.
 * @param before lines that are to be there
 */
export async function readBack(
  site: Site,
  { look, signal, wire, soFar }: Writing,
  before: readonly LicenseLine[],
): Promise<Configuration> {
  const { credential } = look;
  const read = async () => {
    const configuration = await readConfiguration(site.wires, look.identity, { credential, signal: wire });
    soFar.installed = configuration.licenses;
    return configuration;
  };
  let first: Configuration;
  try {
    first = await read();
  } catch (error) {
    if (!(error instanceof BoxError && error.code === "unreachable")) throw error;
    await site.clock.sleep(pauseMs, signal);
    return read();
  }
  return lostLines(before, first.licenses).length === 0 ? first : read();
}
