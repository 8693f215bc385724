import { BoxError } from "../../box/box-error.ts";
import type { Configuration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { describe } from "../plan/tally.ts";
import { isInstalled, lostLines } from "../verify/compare-lines.ts";
import { noteProof } from "./note-proof.ts";
import { readBack } from "./read-back.ts";
import { sendLine } from "./send-line.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";
import { type Writing, whereIs } from "./writing.ts";

/**
 * Puts back, one at a time, what a deletion took with it; after each all lines are read back. Nothing is made permanent
 * here: until all are there again, a restart of the box brings back what was there before.
 * @param wanted all lines that are to be there
 * @throws BoxError `line-lost`, which stops the profile
 */
export async function restoreLines(
  site: Site,
  writing: Writing,
  wanted: readonly LicenseLine[],
  read: Configuration,
): Promise<Configuration> {
  let current = read;
  for (const line of lostLines(wanted, read.licenses)) {
    await sendBack(site, writing, line);
    const there = wanted.filter((other) => isInstalled(other, current.licenses));
    current = await readBack(site, writing, [...there, line]);
    if (isInstalled(line, current.licenses)) await noteProof(site, writing, line, current.licenses);
    await site.clock.sleep(writing.look.identity.profile.deliver.pauseMs, writing.wire);
  }
  const lost = lostLines(wanted, current.licenses);
  if (lost.length === 0) return current;
  const { serial, identity } = writing.look;
  const { id } = identity.profile;
  const message = `a deletion took ${lost.map(describe).join(", ")} with it, and it could not be put back; nothing was made permanent and nothing is reset: a restart of the box brings it back, or the backup. No box of profile ${id} is written until a person has looked (varsync release ${id})`;
  await tripBreaker(site, `profile:${id}`, "line-lost", `${serial}: ${message}`);
  throw new BoxError("line-lost", message, whereIs(writing));
}

/** What the door refuses, as a line under a variable that the profile does not know, must not keep the others away. */
async function sendBack(site: Site, writing: Writing, line: LicenseLine): Promise<void> {
  try {
    await sendLine(site, writing, line, "put-back");
  } catch (error) {
    if (!(error instanceof BoxError && error.code === "refused")) throw error;
    site.log.error({ serial: writing.look.serial, code: error.code }, "a lost line could not be put back");
  }
}
