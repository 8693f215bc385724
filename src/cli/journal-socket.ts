import { writeSync } from "node:fs";
import { journalEntry } from "./journal-entry.ts";

/**
 * Sends the line to journald by a socket that was handed over open, since Node can open none of its kind.
 * @returns whether journald took it; else it must be told in another way
 */
export function sentToJournal(socket: number, line: string): boolean {
  try {
    writeSync(socket, journalEntry(line));
    return true;
  } catch {
    return false;
  }
}

/** The number of that socket, where whoever started the program opened one. */
export function journalSocket(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const named = env["VARSYNC_JOURNAL_SOCKET"];
  return named !== undefined && /^\d+$/.test(named) ? Number(named) : undefined;
}
