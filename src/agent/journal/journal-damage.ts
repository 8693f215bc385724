import { existsSync, statSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { sqliteDamage } from "../../store/sqlite-damage.ts";

/** A larger journal takes too long to be read whole at every start: that is done only once somebody has met damage. */
const alwaysReadBytes = 16 * 1024 * 1024;
/** A new journal is empty for a moment, while another process makes it, in milliseconds. */
const emptyForMs = 2000;

/** Stands beside a journal in which damage was met. */
export function damageNote(file: string): string {
  return `${file}.damage-met`;
}

/** Leaves word for the next one who opens the journal. */
export function noteDamage(file: string): void {
  try {
    writeFileSync(damageNote(file), "", { mode: 0o600 });
  } catch {
    // Whoever comes next will meet it, too.
  }
}

/** What is wrong with the journal, in words; nothing when it is sound, or there is none. */
export async function journalDamage(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  if (await staysEmpty(file)) return "it is empty";
  if (existsSync(damageNote(file))) return sqliteDamage(file, "integrity_check");
  return statSync(file).size <= alwaysReadBytes ? sqliteDamage(file, "quick_check") : undefined;
}

async function staysEmpty(file: string): Promise<boolean> {
  for (let waited = 0; waited < emptyForMs; waited += 50) {
    if (statSync(file, { throwIfNoEntry: false })?.size !== 0) return false;
    await setTimeout(50);
  }
  return true;
}
