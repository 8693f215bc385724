import type { BoxCommandLine, CommandAnswer } from "../../box/deliver/command-line.ts";
import type { BoxCommand } from "../../box/deliver/delivery-door.ts";
import { readable } from "../../license/byte-text.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { JournalAction } from "../journal/journal-action.ts";
import type { Site } from "./site.ts";

/** What a command is, for the journal: never the line itself, whose key code belongs nowhere else. */
export interface CommandFacts {
  readonly serial: SerialNumber;
  readonly address: string;
  readonly action: JournalAction;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Texts that must not stand in the journal should the box echo them. */
  readonly secrets: readonly string[];
}

/**
 * Sends one command, with the intent in the journal before and the first bytes of the answer, scrubbed, after: nobody
 * has seen a real success answer yet.
 */
export async function sendCommand(
  site: Site,
  commandLine: BoxCommandLine,
  command: BoxCommand,
  facts: CommandFacts,
  signal: AbortSignal,
): Promise<CommandAnswer> {
  const { serial, address, action, detail } = facts;
  const intent = await site.journal.entries.intend({ serial, address, action, detail });
  try {
    const answer = await commandLine.run(command, signal);
    const said = { ...detail, answer: scrub(readable(answer.first), facts.secrets), understood: answer.understood };
    await site.journal.entries.result(intent, answer.understood ? "done" : "failed", {
      serial,
      address,
      action,
      detail: said,
    });
    return answer;
  } catch (error) {
    const message = error instanceof Error ? scrub(error.message, facts.secrets) : "";
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    await site.journal.entries.result(intent, "failed", {
      serial,
      address,
      action,
      detail: { ...detail, code, error: message },
    });
    throw error;
  }
}

/** Shortens key codes and blanks secrets. */
export function scrub(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== "");
  const blanked = known.reduce((scrubbed, secret) => scrubbed.replaceAll(secret, "***"), text);
  return blanked.replace(/\b([0-9a-f]{4})(-[0-9a-f]{4}){3}\b/gi, "$1-…");
}
