import { type ExpressionBuilder, type RawBuilder, sql } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Account } from "../access/account.ts";
import type { TokenLimits } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { PoolTables } from "../pool-tables.ts";
import { parseActivationKeyCode } from "./activation-key-code.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { comesAfter, type Page } from "./page.ts";

/** What to list; everything that is given must fit. */
export interface LicenseKeyFilter {
  readonly serial?: SerialNumber | undefined;
  /** Part of the customer's name, whatever its case. */
  readonly customer?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: "active" | "revoked" | undefined;
  readonly requestId?: string | undefined;
  /** What was paid with this activation key. */
  readonly activationKey?: string | undefined;
  /** Part of any text of the key, whatever its case. */
  readonly search?: string | undefined;
  /** Only what an agent's token may see: the keys of its boxes. */
  readonly limits?: TokenLimits | undefined;
}

export interface LicenseKeyPage {
  readonly licenseKeys: LicenseKey[];
  /** The cursor of the next page; missing on the last. */
  readonly next?: string;
}

/**
 * The account's license keys, claimed ones too, in the order of their making.
 * @throws PoolError `bad-request` for a cursor that no page gave, `bad-activation-key`
 */
export async function listLicenseKeys(
  pool: Pool,
  account: Account,
  filter: LicenseKeyFilter,
  page: Page,
): Promise<LicenseKeyPage> {
  let query = pool.db.selectFrom("license_key").selectAll().where("account_id", "=", account.id);
  if (filter.serial !== undefined) query = query.where("serial", "=", filter.serial);
  if (filter.type !== undefined) query = query.where("type", "=", filter.type);
  // Not a value: an index of the revoked ones is for a statement that says so.
  if (filter.status !== undefined) query = query.where("status", "=", sql.lit(filter.status));
  if (filter.requestId !== undefined) query = query.where("request_id", "=", filter.requestId);
  if (filter.limits !== undefined) query = query.where(seenBy(filter.limits));
  if (filter.activationKey !== undefined) query = query.where(paidWith(parseActivationKeyCode(filter.activationKey)));
  if (filter.customer !== undefined) query = query.where("customer_folded", "like", partOf(filter.customer));
  if (filter.search !== undefined) query = query.where("folded", "like", partOf(filter.search));
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor);
  if (after) query = query.where(comesAfter(["sequence", "id"], [after.sequence, after.id]));
  const rows = await query
    .orderBy("sequence")
    .orderBy("id")
    .limit(page.limit + 1)
    .execute();
  const licenseKeys = rows.slice(0, page.limit).map(toLicenseKey);
  const last = rows[page.limit - 1];
  return { licenseKeys, ...(rows.length > page.limit && last && { next: `${last.sequence}.${last.id}` }) };
}

/** All of them, however many. */
export async function allLicenseKeys(pool: Pool, account: Account, filter: LicenseKeyFilter): Promise<LicenseKey[]> {
  return (await listLicenseKeys(pool, account, filter, { limit: 10_000_000 })).licenseKeys;
}

/** Which keys an agent's token may see. */
export function seenBy({ id, serials, site = "" }: TokenLimits) {
  return ({ or, eb, exists, selectFrom }: ExpressionBuilder<PoolTables, "license_key">) => {
    if (serials) return eb("serial", "in", [...serials]);
    const box = selectFrom("box")
      .select("box.serial")
      .whereRef("box.account_id", "=", "license_key.account_id")
      .whereRef("box.serial", "=", "license_key.serial")
      .where((of) => of.or([of("box.site", "is", null), of("box.site", "=", site)]));
    const ownOrPeoples = or([eb("token_id", "=", id), eb("token_id", "is", null)]);
    return eb("license_key.serial", "is not", null).and(or([ownOrPeoples, exists(box)]));
  };
}

function paidWith(code: string) {
  return ({ eb, selectFrom }: ExpressionBuilder<PoolTables, "license_key">) =>
    eb(
      "license_key.id",
      "in",
      selectFrom("lot_use")
        .innerJoin("lot", "lot.id", "lot_use.lot_id")
        .innerJoin("activation_key", "activation_key.id", "lot.activation_key_id")
        .select("lot_use.license_key_id")
        .where("activation_key.code", "=", code),
    );
}

/** A pattern for LIKE; `%`, `_` and `\\` in the text stand for themselves. */
function partOf(text: string): RawBuilder<string> {
  const pattern = text.toLowerCase().replace(/[\\%_]/g, "\\$&");
  return sql`${`%${pattern}%`} escape '\\'`;
}

function readCursor(cursor: string): { readonly sequence: number; readonly id: string } {
  const [, sequence, id = ""] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (sequence === undefined) throw new PoolError("bad-request", "cursor: is none that a page gave");
  return { sequence: Number(sequence), id };
}
