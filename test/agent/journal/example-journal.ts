import { join } from "node:path";
import type { Test } from "tap";
import { type Journal, openJournal } from "../../../src/agent/journal/open-journal.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

export const thisBox = parseSerialNumber("00-90-33-01-02-9f");
export const otherBox = parseSerialNumber("00-90-33-01-02-a0");
export const noon = new Date("2026-05-01T12:00:00.000Z");

/** A new journal in a folder of its own, and how to open it once more as the next run would. */
export async function exampleJournal(t: Test): Promise<{ journal: Journal; file: string; reopen(): Promise<Journal> }> {
  const file = join(t.testdir(), "journal.db");
  const reopen = async () => {
    const journal = await openJournal(file, () => noon);
    t.teardown(() => journal[Symbol.asyncDispose]());
    return journal;
  };
  return { journal: await reopen(), file, reopen };
}
