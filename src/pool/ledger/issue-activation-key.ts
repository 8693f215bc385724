import { randomUUID } from "node:crypto";
import { checkCount, licenseType } from "../../license/license-catalog.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { activationCodeHash, newActivationKeyCode } from "./activation-key-code.ts";
import type { LotFacts } from "./lot-facts.ts";
import { record } from "./record.ts";

/**
 * Makes an activation key with one or several types in it. Answers its code.
 * @param actor the issuer's e-mail address, or `operator`
 * @throws LicenseError `bad-type` for an unknown type or an impossible count
 */
export async function issueActivationKey(
  pool: Pool,
  actor: string,
  licenses: ReadonlyMap<string, number>,
): Promise<string> {
  for (const [type, count] of licenses) checkCount(count, licenseType(type).type);
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const [id, code] = [randomUUID(), newActivationKeyCode()];
    await db
      .insertInto("activation_key")
      .values({ id, code, issued_at: at, account_id: null, activated_at: null })
      .execute();
    const lots: LotFacts[] = [];
    for (const [type, count] of licenses) {
      const values = { activation_key_id: id, type, count, used: 0, account_id: null, loaded_at: null };
      const row = await db.insertInto("lot").values(values).returning("id").executeTakeFirstOrThrow();
      lots.push({ lotId: row.id, type, count });
    }
    await record(transaction, {
      actor,
      action: "issue-activation",
      detail: { id, licenses: Object.fromEntries(licenses), lots, code: activationCodeHash(code) },
    });
    return code;
  });
}
