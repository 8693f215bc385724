import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";

/** An activation key that is, or was, in an account's balance. */
export interface AccountActivationKey {
  readonly activationKey: string;
  /** `open`: something is left; `offered`: that is on its way to another account; `transferred`: nothing is here any more. */
  readonly status: "open" | "offered" | "spent" | "transferred";
  readonly lots: readonly AccountLot[];
}

interface AccountLot {
  readonly type: string;
  readonly count: number;
  readonly used: number;
  /** The license keys that took from it. */
  readonly spentOn: readonly SpentOn[];
}

interface SpentOn {
  readonly licenseKeyId: string;
  readonly count: number;
  readonly serial?: string;
  readonly customer?: string;
}

/** What the account has of activation keys, oldest first, and what each was spent on. */
export async function listActivationKeys({ db }: Pool, account: Account): Promise<AccountActivationKey[]> {
  const keys = await db
    .selectFrom("activation_key")
    .select(["id", "code"])
    .where(({ or, eb, selectFrom }) =>
      or([
        eb("account_id", "=", account.id),
        eb("id", "in", selectFrom("lot").select("activation_key_id").where("account_id", "=", account.id)),
      ]),
    )
    .orderBy("activated_at")
    .orderBy("id")
    .execute();
  const lots = await db.selectFrom("lot").selectAll().where("account_id", "=", account.id).orderBy("id").execute();
  const uses = await db
    .selectFrom("lot_use")
    .innerJoin("lot", "lot.id", "lot_use.lot_id")
    .innerJoin("license_key", "license_key.id", "lot_use.license_key_id")
    .select(["lot_use.lot_id", "lot_use.count", "license_key.id", "license_key.serial", "license_key.customer"])
    .where("lot.account_id", "=", account.id)
    .orderBy("license_key.sequence")
    .execute();
  const offers = await db
    .selectFrom("transfer")
    .select("activation_key_id")
    .where("from_account_id", "=", account.id)
    .where("status", "=", "offered")
    .execute();
  const offered = new Set(offers.map((offer) => offer.activation_key_id));
  const lotsOf = Map.groupBy(lots, (lot) => lot.activation_key_id);
  const usesOf = Map.groupBy(uses, (use) => use.lot_id);
  return keys.map(({ id, code }) => {
    const mine = lotsOf.get(id) ?? [];
    const left = mine.some(({ count, used }) => used < count);
    const open = offered.has(id) ? "offered" : "open";
    return {
      activationKey: code,
      status: left ? open : mine.length > 0 ? "spent" : "transferred",
      lots: mine.map((lot) => ({
        type: lot.type,
        count: lot.count,
        used: lot.used,
        spentOn: (usesOf.get(lot.id) ?? []).map(({ id: licenseKeyId, count, serial, customer }) => ({
          licenseKeyId,
          count,
          ...(serial !== null && { serial }),
          ...(customer !== null && { customer }),
        })),
      })),
    };
  });
}
