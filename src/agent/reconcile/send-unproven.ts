import { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import type { BoxCommand } from "../../box/deliver/delivery-door.ts";
import { type CommandFacts, sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";
import type { Writing } from "./writing.ts";

/** A connection that breaks after a write proves nothing. */
const provesNothing: ReadonlySet<string> = new Set(["unreachable", "timed-out", "not-understood", "too-large"]);

/**
 * Sends a command that changes lines. An answer that breaks off is given back as the error that it is: what counts is the
 * read-back.
 * @throws BoxError `auth-failed`, …
 */
export async function sendUnproven(
  site: Site,
  { commandLine, wire }: Writing,
  command: BoxCommand,
  facts: CommandFacts,
): Promise<CommandAnswer | BoxError> {
  try {
    return await sendCommand(site, commandLine, command, facts, wire);
  } catch (error) {
    if (!(error instanceof BoxError && provesNothing.has(error.code))) throw error;
    site.log.warn({ serial: facts.serial, code: error.code }, "no whole answer to a command; reading back");
    return error;
  }
}
