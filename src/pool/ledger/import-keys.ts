import { hash } from "node:crypto";
import { rawLine } from "../../license/kept-line.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { wasAnswered } from "./answer-once.ts";
import type { ImportedKey } from "./imported-key.ts";
import { insertGivenKey } from "./insert-given-key.ts";
import { keysOfRequest } from "./keys-of-request.ts";
import type { LicenseKey } from "./license-key.ts";
import { lookUpCodes } from "./look-up-codes.ts";

/** A line of a file that the vendor issued. */
export interface ImportedLine {
  /** `master.txt:3` */
  readonly source: string;
  readonly key: ImportedKey;
}

export interface Imported {
  readonly imported: LicenseKey[];
  /** Lines whose code the pool has, whoever's it is: they are not told apart. */
  readonly known: ImportedKey[];
}

/**
 * Takes license keys of the vendor into the account's inventory, all or none; no balance changes. A code that is known,
 * or comes a second time, is not taken. The same request id answers with the same keys again.
 * @throws PoolError `request-id-conflict`
 */
export function importKeys(
  pool: Pool,
  actor: Actor,
  lines: readonly ImportedLine[],
  requestId?: string,
): Promise<Imported> {
  return inTransaction(pool, async (transaction) => {
    const before =
      requestId !== undefined &&
      (await wasAnswered(transaction, actor.account.id, requestId, { import: digest(lines) }));
    if (before) {
      const imported = await keysOfRequest(transaction, actor.account.id, requestId);
      const codes = new Set(imported.map(({ key }) => key));
      return { imported, known: lines.map(({ key }) => key).filter(({ key }) => !codes.has(key)) };
    }
    const taken = new Set(
      (
        await lookUpCodes(
          transaction,
          lines.map(({ key }) => key.key),
        )
      ).map(({ key }) => key),
    );
    const imported: LicenseKey[] = [];
    const known: ImportedKey[] = [];
    for (const { key, source } of lines) {
      if (taken.has(key.key)) {
        known.push(key);
        continue;
      }
      taken.add(key.key);
      const { type, count, serial } = key;
      const entry = { action: "import", detail: { type, count, serial, source } };
      imported.push(await insertGivenKey(transaction, actor, { ...key, requestId }, entry));
    }
    return { imported, known };
  });
}

/** What is asked for, without the codes in it. */
function digest(lines: readonly ImportedLine[]): string {
  return hash("sha256", JSON.stringify(lines.map(({ key }) => rawLine(key))));
}
