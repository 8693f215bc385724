import { readFile } from "node:fs/promises";
import type { BatchedKey } from "../../../pool/ledger/create-license-keys.ts";
import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import type { CommandContext } from "../../command-context.ts";
import { showLicenseKeys } from "./show-license-keys.ts";

/** Rows that are shown before somebody is asked; what they cost is shown of all. */
const mostShown = 50;

export interface ManyKeys {
  readonly from: string;
  readonly requestId?: string | undefined;
  readonly yes: boolean;
}

/** Creates the license keys that a CSV file asks for, all or none, after showing them and what they cost. */
export async function createKeys(
  context: CommandContext,
  manager: LicenseManager,
  { from, requestId, yes }: ManyKeys,
): Promise<number> {
  const { createLicenseKeys } = await import("../../../pool/operations/create-license-keys.ts");
  const { readKeyCsv } = await import("../../key-csv/read-key-csv.ts");
  const licenseKeys = readKeyCsv(await readFile(from), from);
  if (!yes) await agree(context, manager, licenseKeys);
  return showLicenseKeys(context, (await manager.call(createLicenseKeys, { licenseKeys, requestId })).licenseKeys);
}

async function agree(context: CommandContext, manager: LicenseManager, keys: readonly BatchedKey[]): Promise<void> {
  const { showBalance } = await import("../../../pool/operations/show-balance.ts");
  const { showCaller } = await import("../../../pool/operations/show-caller.ts");
  const { createOutput } = await import("../../output.ts");
  const { showCost } = await import("../../show/show-cost.ts");
  const { account } = await manager.call(showCaller, {});
  const { balance } = await manager.call(showBalance, {});
  const out = context.json ? createOutput(process.stderr) : context.out;
  const headings = ["License", "Serial", "Customer", "Location", "Description"];
  await out.table(
    headings.map((heading) => ({ heading })),
    keys
      .slice(0, mostShown)
      .map(({ type, count, serial = "", customer = "", location = "", description = "" }) => [
        `${type}=${count}`,
        serial,
        customer,
        location,
        description,
      ]),
  );
  if (keys.length > mostShown) out.text(`… and ${keys.length - mostShown} more`);
  const cost = Map.groupBy(keys, ({ type }) => type);
  const sums = [...cost].map(([type, some]) => [type, some.reduce((sum, { count }) => sum + count, 0)] as const);
  await showCost(out, new Map(sums), new Map(balance.map(({ type, left }) => [type, left])));
  const what = keys.length === 1 ? "this license key" : `these ${keys.length} license keys`;
  await context.confirm(`Create ${what}, paid by ${account?.email}? This cannot be taken back.`);
}
