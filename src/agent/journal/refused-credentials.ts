import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Kysely } from "kysely";
import type { Credential } from "../../box/credential.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalTables } from "./journal-tables.ts";

const slowHash = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

/** What the vendor's site goes by where boxes go by their serial numbers. */
export const vendorName = "vendor";

/** Credentials that a box, or the vendor's site, refused, as salted slow hashes: the same one is not tried again, a changed one is. */
export interface RefusedCredentials {
  isRefused(name: SerialNumber | typeof vendorName, credential: Credential): Promise<boolean>;
  /** Whether one was refused, and this is another one. */
  isAnother(name: SerialNumber | typeof vendorName, credential: Credential): Promise<boolean>;
  refuse(name: SerialNumber | typeof vendorName, credential: Credential, at: Date): Promise<void>;
  /** Answers whether there was one. */
  clear(name: SerialNumber | typeof vendorName): Promise<boolean>;
}

export function refusedCredentials(db: Kysely<JournalTables>): RefusedCredentials {
  return {
    async isRefused(serial, credential) {
      const [row] = (await selectRefused(db, { serial })).rows;
      return row !== undefined && timingSafeEqual(await hash(credential, row.salt), Buffer.from(row.hash, "hex"));
    },
    async isAnother(serial, credential) {
      const [row] = (await selectRefused(db, { serial })).rows;
      return row !== undefined && !timingSafeEqual(await hash(credential, row.salt), Buffer.from(row.hash, "hex"));
    },
    async refuse(serial, credential, at) {
      const salt = randomBytes(16).toString("hex");
      const row = { salt, hash: (await hash(credential, salt)).toString("hex"), at: at.toISOString() };
      await db
        .insertInto("refused_credential")
        .values({ serial, ...row })
        .onConflict((conflict) => conflict.column("serial").doUpdateSet(row))
        .execute();
    },
    async clear(serial) {
      const gone = await db.deleteFrom("refused_credential").where("serial", "=", serial).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
  };
}

function hash({ user, password }: Credential, salt: string): Promise<Buffer> {
  return slowHash(JSON.stringify([user, password]), salt, 32);
}

const selectRefused = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db.selectFrom("refused_credential").selectAll().where("serial", "=", given.serial),
);
