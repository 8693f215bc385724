import { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import { type BoxCommand, closingCommands } from "../../box/deliver/delivery-door.ts";
import { sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";
import { factsOf, type Writing, whereIs } from "./writing.ts";

/**
 * Sends the profile's closing command once before anything is spent or written: an account that may only look gets `?`.
 * @throws BoxError `read-only`
 */
export async function proveWritable(site: Site, writing: Writing): Promise<void> {
  for (const command of closingCommands(writing.look.identity.profile)) {
    const answer = await sendProbe(site, writing, command);
    if (answer?.understood) continue;
    const message = `the account may look but not change anything (${answer ? "answered ?" : "login refused"} to ${command})`;
    throw new BoxError("read-only", message, whereIs(writing));
  }
}

/** Makes permanent what was delivered. @throws BoxError `refused` */
export async function closeWriting(site: Site, writing: Writing): Promise<void> {
  for (const command of closingCommands(writing.look.identity.profile)) {
    const facts = factsOf(writing, "close", { command });
    const answer = await sendCommand(site, writing.commandLine, command, facts, writing.wire);
    if (!answer.understood) throw new BoxError("refused", `the box answered ? to ${command}`, whereIs(writing));
  }
}

/** Who may read over HTTP but is asked for a login again at a command has a viewer's account: `undefined`. */
async function sendProbe(site: Site, writing: Writing, command: BoxCommand): Promise<CommandAnswer | undefined> {
  const facts = factsOf(writing, "probe", { command });
  try {
    return await sendCommand(site, writing.commandLine, command, facts, writing.wire);
  } catch (error) {
    const overHttp = site.boxes.get(writing.look.serial)?.deliver !== "ssh";
    if (overHttp && error instanceof BoxError && error.code === "auth-failed") return undefined;
    throw error;
  }
}
