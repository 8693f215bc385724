import { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import { licenseCommand } from "../../box/deliver/delivery-door.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";
import { factsOf, lineDetail, type Writing } from "./writing.ts";

/** A connection that breaks after a write proves nothing. */
const provesNothing: ReadonlySet<string> = new Set(["unreachable", "timed-out", "not-understood", "too-large"]);

/**
 * Sends one line through the delivery door; the journal knows it as delivered before. An answer that breaks off is given
 * back as the error that it is: what counts is the read-back.
 * @throws BoxError `refused` by the door, `auth-failed`, …
 */
export async function sendLine(
  site: Site,
  writing: Writing,
  line: LicenseLine,
  action: "deliver" | "put-back",
): Promise<CommandAnswer | BoxError> {
  const { serial, identity } = writing.look;
  const command = licenseCommand(identity.profile, line);
  await site.journal.lines.delivered(serial, lineFingerprint(line), site.clock.now());
  try {
    return await sendCommand(
      site,
      writing.commandLine,
      command,
      factsOf(writing, action, lineDetail(line)),
      writing.wire,
    );
  } catch (error) {
    if (!(error instanceof BoxError && provesNothing.has(error.code))) throw error;
    site.log.warn({ serial, code: error.code }, "no whole answer to a command; reading back");
    return error;
  }
}
