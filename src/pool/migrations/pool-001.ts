import { type Kysely, sql } from "kysely";
import { counter } from "./counter.ts";

/** Accounts, activation keys with their lots, balances, license keys, predefined licenses, the ledger. */
export async function pool001(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("account")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull().check(sql`role in ('reseller', 'issuer')`))
    .addColumn("password_hash", "text")
    .addColumn("agreement_version", "text", (column) => column.notNull())
    .addColumn("agreed_at", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("activation_key")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("code", "text", (column) => column.notNull().unique())
    .addColumn("issued_at", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.references("account.id"))
    .addColumn("activated_at", "text")
    .execute();
  await schema.createIndex("activation_key_by_account").on("activation_key").column("account_id").execute();
  await schema
    .createTable("lot")
    .addColumn("id", ...counter(db))
    .addColumn("activation_key_id", "text", (column) => column.notNull().references("activation_key.id"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("count", "bigint", (column) => column.notNull().check(sql`count > 0`))
    .addColumn("used", "bigint", (column) => column.notNull())
    .addCheckConstraint("lot_used", sql`used >= 0 and used <= count`)
    .execute();
  await schema.createIndex("lot_by_activation_key").on("lot").column("activation_key_id").execute();
  await schema
    .createTable("balance")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("loaded", "bigint", (column) => column.notNull())
    .addColumn("used", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("balance_primary", ["account_id", "type"])
    .addCheckConstraint("balance_used", sql`used >= 0 and used <= loaded`)
    .execute();
  await schema
    .createTable("license_key")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("count", "bigint", (column) => column.notNull().check(sql`count > 0`))
    .addColumn("serial", "text")
    .addColumn("customer", "text")
    .addColumn("location", "text")
    .addColumn("description", "text")
    .addColumn("code", "text", (column) => column.notNull().unique())
    .addColumn("line", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull().check(sql`status in ('active', 'revoked')`))
    .addColumn("issuer", "text", (column) => column.notNull().check(sql`issuer in ('own', 'vendor')`))
    .addColumn("predefined", "bigint", (column) => column.notNull())
    .addColumn("request_id", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("license_key_by_serial")
    .on("license_key")
    .columns(["account_id", "serial", "type", "created_at"])
    .execute();
  await schema.createIndex("license_key_by_request").on("license_key").columns(["account_id", "request_id"]).execute();
  await schema.createIndex("license_key_by_time").on("license_key").columns(["account_id", "created_at"]).execute();
  await schema
    .createTable("lot_use")
    .addColumn("license_key_id", "text", (column) => column.notNull().references("license_key.id"))
    .addColumn("lot_id", "bigint", (column) => column.notNull().references("lot.id"))
    .addColumn("count", "bigint", (column) => column.notNull().check(sql`count > 0`))
    .addPrimaryKeyConstraint("lot_use_primary", ["license_key_id", "lot_id"])
    .execute();
  await schema
    .createTable("request")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("request_primary", ["account_id", "id"])
    .execute();
  await schema
    .createTable("predefined")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("serial", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("count", "bigint", (column) => column.notNull().check(sql`count > 0`))
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.references("account.id"))
    .addColumn("license_key_id", "text", (column) => column.references("license_key.id"))
    .execute();
  await schema.createIndex("predefined_by_serial").on("predefined").column("serial").execute();
  await schema
    .createTable("ledger")
    .addColumn("sequence", ...counter(db))
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.references("account.id"))
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("request_id", "text")
    .addColumn("detail", "text", (column) => column.notNull())
    .addColumn("previous_hash", "text", (column) => column.notNull().unique())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
}
