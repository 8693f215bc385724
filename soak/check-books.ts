import { resolveAccount } from "../src/pool/access/account.ts";
import { balanceOf } from "../src/pool/ledger/balance.ts";
import type { LicenseKey } from "../src/pool/ledger/license-key.ts";
import { allLicenseKeys } from "../src/pool/ledger/list-license-keys.ts";
import { openPool } from "../src/pool/open-pool.ts";
import type { BoxTruth } from "./lan/lan-order.ts";

/** A line of a box, as far as it is compared. */
interface Line {
  readonly name: string;
  readonly count: number;
  readonly code: string;
}

/** Totals by the name inside a license line: `Registrations` … */
export type Totals = Readonly<Record<string, number>>;

/**
 * Holds what boxes and pool say of themselves against each other: totals on every box, all in force, each key of the pool
 * on its box and nowhere else, and the balance. Answers what is wrong.
 * @param totals what each box is to have
 */
export async function checkBooks(
  database: string,
  boxes: readonly BoxTruth[],
  totals: (box: BoxTruth) => Totals,
): Promise<string[]> {
  await using pool = await openPool(database);
  const account = await resolveAccount(pool, undefined);
  const keys = await allLicenseKeys(pool, account, {});
  const wrong = boxes.flatMap((box) =>
    wrongOn(box, totals(box), keysOf(keys, box)).map((one) => `${box.serial}: ${one}`),
  );
  const codes = boxes.flatMap((box) => linesOf(box).map(({ code }) => code));
  for (const code of new Set(codes)) {
    if (codes.indexOf(code) !== codes.lastIndexOf(code)) wrong.push(`a key is on more than one box or line`);
  }
  for (const { type, loaded, used, left } of await balanceOf(pool, account)) {
    const spent = keys.filter((key) => key.type === type).reduce((sum, { count }) => sum + count, 0);
    if (used !== spent || loaded - used !== left) {
      wrong.push(`the balance of ${type} is ${loaded}/${used}/${left}, and its keys come to ${spent}`);
    }
  }
  return wrong;
}

function keysOf(keys: readonly LicenseKey[], { serial }: BoxTruth): LicenseKey[] {
  return keys.filter((key) => key.serial === serial);
}

function wrongOn(box: BoxTruth, totals: Totals, keys: readonly LicenseKey[]): string[] {
  const lines = linesOf(box);
  const wrong: string[] = [];
  for (const [name, total] of Object.entries(totals)) {
    const sum = lines.filter((line) => line.name === name).reduce((all, { count }) => all + count, 0);
    if (sum !== total) wrong.push(`${name} come to ${sum}, not to ${total}`);
  }
  const codes = new Set(lines.map(({ code }) => code));
  const missing = keys.filter(({ key }) => !codes.has(key));
  if (missing.length > 0) wrong.push(`${missing.length} keys were made for it that it does not have`);
  if (!box.inForce) wrong.push("not all lines are in force");
  if (box.mostSessions > 1) wrong.push(`${box.mostSessions} sessions at once`);
  return wrong;
}

function linesOf({ lines }: BoxTruth): Line[] {
  return lines.map((value) => {
    const [, name = "", count = "", code = ""] = /^(\w+)=(\d+),.*([0-9a-f]{4}(?:-[0-9a-f]{4}){3})$/.exec(value) ?? [];
    return { name, count: Number(count), code };
  });
}
