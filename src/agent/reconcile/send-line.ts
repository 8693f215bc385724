import type { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import { licenseCommand } from "../../box/deliver/delivery-door.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { sendUnproven } from "./send-unproven.ts";
import type { Site } from "./site.ts";
import { factsOf, lineDetail, type Writing } from "./writing.ts";

/**
 * Sends one line through the delivery door; the journal knows it as delivered before.
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
  return sendUnproven(site, writing, command, factsOf(writing, action, lineDetail(line)));
}
