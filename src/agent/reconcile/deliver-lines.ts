import { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import type { Configuration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { describe } from "../plan/tally.ts";
import { isInstalled } from "../verify/compare-lines.ts";
import { compareSettings } from "../verify/compare-settings.ts";
import { closeWriting } from "./closing.ts";
import { noteProof } from "./note-proof.ts";
import { putBackIfLost } from "./put-back.ts";
import { readBack } from "./read-back.ts";
import { sendLine } from "./send-line.ts";
import { whySetAside } from "./set-aside.ts";
import type { Site } from "./site.ts";
import { type Writing, whereIs } from "./writing.ts";

/**
 * Puts the lines on the box, one at a time; after each all lines are read back. At the end everything else must be as it
 * was. Answers the configuration as it then is.
 * @throws BoxError `refused`, `not-installed`, `line-lost` (which stops the profile), `configuration-changed`
 */
export async function deliverLines(
  site: Site,
  writing: Writing,
  lines: readonly LicenseLine[],
): Promise<Configuration> {
  const { look, signal } = writing;
  let licenses = look.configuration.licenses;
  let delivered = false;
  try {
    for (const line of lines) {
      signal.throwIfAborted();
      if (isInstalled(line, licenses)) continue;
      licenses = await deliverOne(site, writing, line, licenses);
      delivered = true;
      await site.clock.sleep(look.identity.profile.deliver.pauseMs, signal);
    }
  } catch (error) {
    // Those that are in stay: what is not made permanent is gone after the next restart.
    if (delivered) await closeAsFarAsPossible(site, writing);
    throw error;
  }
  await closeWriting(site, writing);
  const wanted = [...look.configuration.licenses, ...lines];
  const current = await readBack(site, writing, wanted);
  await putBackIfLost(site, writing, wanted, current.licenses);
  const difference = compareSettings(look.configuration.settings, current.settings);
  if (difference === undefined) return current;
  const { added, removed } = difference;
  const message = `while lines were delivered, ${added.length} other configuration lines came and ${removed.length} went; the backup has what was before, and nothing was reset`;
  throw new BoxError("configuration-changed", message, whereIs(writing));
}

/** Sends one line and answers what is then on the box. */
async function deliverOne(
  site: Site,
  writing: Writing,
  line: LicenseLine,
  before: readonly LicenseLine[],
): Promise<readonly LicenseLine[]> {
  const stopped = await whySetAside(site, writing.look);
  if (stopped) throw stopped;
  const answer = await sendLine(site, writing, line, "deliver");
  const { licenses } = await readBack(site, writing, before);
  await putBackIfLost(site, writing, before, licenses);
  if (!isInstalled(line, licenses)) throw notThere(writing, line, answer);
  await noteProof(site, writing, line, licenses);
  site.events.lineDelivered({ serial: writing.look.serial, type: line.type, count: line.count });
  return licenses;
}

async function closeAsFarAsPossible(site: Site, writing: Writing): Promise<void> {
  try {
    await closeWriting(site, writing);
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    site.log.warn({ serial: writing.look.serial, code: error.code }, "delivered lines could not be made permanent");
  }
}

function notThere(writing: Writing, line: LicenseLine, answer: CommandAnswer | BoxError): BoxError {
  const facts = whereIs(writing);
  if (answer instanceof BoxError) {
    const message = `${describe(line)} is not there when read back: ${answer.message}`;
    return new BoxError(answer.code, message, { ...facts, cause: answer });
  }
  return answer.understood
    ? new BoxError("not-installed", `the box took ${describe(line)}, and it is not there when read back`, facts)
    : new BoxError("refused", `the box answered ? to ${describe(line)}`, facts);
}
