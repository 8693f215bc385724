import { BoxError } from "../../box/box-error.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { describe } from "../plan/tally.ts";
import { lostLines } from "../verify/compare-lines.ts";
import { closeWriting } from "./closing.ts";
import { readBack } from "./read-back.ts";
import { sendLine } from "./send-line.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";
import { type Writing, whereIs } from "./writing.ts";

/**
 * A line that was there before and is gone is put back at once; nothing is reset, and no further box of that profile is
 * written until a person has looked. Whether several licenses may live under one name is unknown [P].
 * @throws BoxError `line-lost`
 */
export async function putBackIfLost(
  site: Site,
  writing: Writing,
  before: readonly LicenseLine[],
  after: readonly LicenseLine[],
  what: "delivered" | "removed" = "delivered",
): Promise<void> {
  const lost = lostLines(before, after);
  if (lost.length === 0) return;
  const { serial, identity } = writing.look;
  const { id } = identity.profile;
  const message = `after a line was ${what}, ${names(lost)} was gone from the box; it is put back, nothing is reset, and no box of profile ${id} is written until a person has looked (varsync release ${id})`;
  await tripBreaker(site, `profile:${id}`, "line-lost", `${serial}: ${message}`);
  const missing = await putBack(site, writing, lost);
  const end = missing.length === 0 ? "" : `; STILL MISSING after that: ${names(missing)}, see the backup`;
  throw new BoxError("line-lost", message + end, whereIs(writing));
}

/** Answers what is missing after that; whatever goes wrong, the lost line is what is told. */
async function putBack(site: Site, writing: Writing, lost: readonly LicenseLine[]): Promise<readonly LicenseLine[]> {
  try {
    for (const line of lost) await sendLine(site, writing, line, "put-back");
    await closeWriting(site, writing);
    return lostLines(lost, (await readBack(site, writing, lost)).licenses);
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    site.log.error({ serial: writing.look.serial, code: error.code }, "a lost line could not be put back");
    return lost;
  }
}

function names(lines: readonly LicenseLine[]): string {
  return lines.map(describe).join(", ");
}
