import { BoxError } from "../../box/box-error.ts";
import { resetCommand } from "../../box/deliver/delivery-door.ts";
import type { ResetWay } from "../plan/step.ts";
import type { BeforeReset } from "./look-before-reset.ts";
import { sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";
import { factsOf, type Writing } from "./writing.ts";

/**
 * Sends the reset, with what was in use before in the journal; an answer that breaks off is what a box that restarts at
 * once gives.
 * @throws BoxError `refused`, `auth-failed`, `host-key-changed`: the reset slot is free then
 */
export async function sendReset(site: Site, writing: Writing, how: ResetWay, inUse: BeforeReset): Promise<void> {
  const { look, commandLine, wire } = writing;
  const { serial, identity } = look;
  const { resets, registrations } = site.journal;
  const { calls, registrations: registered } = inUse;
  const command = resetCommand(identity.profile, how);
  const { address } = identity.endpoint;
  const facts = factsOf(writing, "reset", { how, command, calls, registrations: registered });
  const now = site.clock.now();
  if (registered !== undefined && registered > 0) await registrations.expect(serial, registered, now);
  await resets.sent(serial, now);
  try {
    const answer = await sendCommand(site, commandLine, command, facts, wire);
    if (answer.understood) return site.events.resetSent({ serial, how });
    await resets.end(serial);
    throw new BoxError("refused", `the box answered ? to ${command}`, { serial, address });
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    if (error.code === "refused") throw error;
    if (error.code === "auth-failed" || error.code === "host-key-changed") {
      await resets.end(serial);
      throw error;
    }
    site.log.debug({ serial, code: error.code }, "no whole answer to the reset");
    site.events.resetSent({ serial, how });
  }
}
