import type { SerialNumber } from "../../license/serial-number.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import { insertLicenseKey } from "./insert-license-key.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { record } from "./record.ts";

/** The exchange of a defective box: whose keys go where, and why. */
export interface BoxReplacement {
  readonly serial: SerialNumber;
  readonly newSerial: SerialNumber;
  readonly why: string;
}

/** What was revoked, and what took its place. */
export interface ReplacedKeys {
  readonly revoked: LicenseKey[];
  readonly licenseKeys: LicenseKey[];
}

/**
 * Gives all active keys of a box, whatever account they are of, to another one: each is revoked, and a new one of the
 * same type, count and texts stands for it, paid with what the old one was paid with. Predefined licenses go along,
 * claimed or not. Lines of the vendor cannot be made anew here and stay. Doing it twice changes nothing more.
 * @throws PoolError `not-found` when there is nothing for the box, `bad-request`
 */
export function replaceBox(pool: Pool, actor: Pick<Actor, "name">, replacement: BoxReplacement): Promise<ReplacedKeys> {
  const { serial, newSerial } = replacement;
  return inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    if (serial === newSerial) throw new PoolError("bad-request", "the new box is the old one");
    const old = await db
      .selectFrom("license_key")
      .selectAll()
      .where("serial", "=", serial)
      .where("status", "=", "active")
      .where("issuer", "=", "own")
      .orderBy("sequence")
      .orderBy("id")
      .execute();
    for (const row of old) await replaceOne(transaction, actor.name, row, replacement);
    const moved = await movePredefined(transaction, actor.name, replacement);
    await moveBox(transaction, actor.name, replacement);
    const revoked = await db
      .selectFrom("license_key")
      .selectAll()
      .where("serial", "=", serial)
      .where("replaced_by", "is not", null)
      .orderBy("sequence")
      .orderBy("id")
      .execute();
    const licenseKeys = await db
      .selectFrom("license_key")
      .selectAll()
      .where("serial", "=", newSerial)
      .where("id", "in", ({ selectFrom }) =>
        selectFrom("license_key as old")
          .select("old.replaced_by")
          .where("old.serial", "=", serial)
          .where("old.replaced_by", "is not", null)
          .$narrowType<{ replaced_by: string }>(),
      )
      .orderBy("sequence")
      .orderBy("id")
      .execute();
    if (licenseKeys.length === 0 && moved === 0) {
      throw new PoolError("not-found", `there is no license for ${serial} that could go to ${newSerial}`);
    }
    const here = new Set(licenseKeys.map(({ id }) => id));
    return {
      revoked: revoked.filter((row) => here.has(row.replaced_by ?? "")).map(toLicenseKey),
      licenseKeys: licenseKeys.map(toLicenseKey),
    };
  });
}

async function replaceOne(
  transaction: PoolTransaction,
  name: string,
  row: LicenseKeyRow,
  { serial, newSerial, why }: BoxReplacement,
): Promise<void> {
  const { db, at } = transaction;
  const account = await db.selectFrom("account").selectAll().where("id", "=", row.account_id).executeTakeFirstOrThrow();
  const { type, count } = row;
  const fields = {
    type,
    count,
    serial: newSerial,
    customer: row.customer ?? undefined,
    location: row.location ?? undefined,
    description: row.description ?? undefined,
    predefined: row.predefined === 1,
  };
  const key = await insertLicenseKey(transaction, { name, account }, fields, {
    action: "replace",
    detail: { replaces: row.id, type, count, serial: newSerial, oldSerial: serial, why },
  });
  await db
    .updateTable("license_key")
    .set({ status: "revoked", revoked_at: at, revoked_why: why, replaced_by: key.id })
    .where("id", "=", row.id)
    .execute();
  await db.updateTable("lot_use").set({ license_key_id: key.id }).where("license_key_id", "=", row.id).execute();
  await db
    .updateTable("predefined")
    .set({ license_key_id: key.id, serial: newSerial })
    .where("license_key_id", "=", row.id)
    .execute();
}

/** What nobody claimed yet waits for the new box from now on. Answers how many. */
async function movePredefined(
  transaction: PoolTransaction,
  actor: string,
  { serial, newSerial, why }: BoxReplacement,
): Promise<number> {
  const moved = await transaction.db
    .updateTable("predefined")
    .set({ serial: newSerial })
    .where("serial", "=", serial)
    .where("account_id", "is", null)
    .returning("id")
    .execute();
  if (moved.length > 0) {
    const detail = { predefined: moved.map(({ id }) => id).sort(), oldSerial: serial, serial: newSerial, why };
    await record(transaction, { actor, action: "move-predefined", detail });
  }
  return moved.length;
}

/** Whoever had the old box has the new one, at the same site. */
async function moveBox(
  { db, at }: PoolTransaction,
  name: string,
  { serial, newSerial }: BoxReplacement,
): Promise<void> {
  const rows = await db.selectFrom("box").select(["account_id", "site"]).where("serial", "=", serial).execute();
  for (const row of rows) {
    await db
      .insertInto("box")
      .values({ ...row, serial: newSerial, added_by: name, added_at: at, reported_at: null, state: null })
      .onConflict((conflict) => conflict.columns(["account_id", "serial"]).doNothing())
      .execute();
  }
}
