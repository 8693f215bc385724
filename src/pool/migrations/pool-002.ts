import { type Kysely, sql } from "kysely";
import { foldedTexts } from "../ledger/folded-texts.ts";
import type { PoolTables } from "../pool-tables.ts";

/** People beside accounts, tokens, transfers, lots that change hands, what boxes report. */
export async function pool002(db: Kysely<unknown>): Promise<void> {
  await people(db);
  await tokens(db);
  await lots(db);
  await licenseKeys(db);
  await boxes(db);
}

/** Whoever had a password becomes the person who owns the account. */
async function people(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("person")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("password_hash", "text")
    .addColumn("agreement_version", "text", (column) => column.notNull())
    .addColumn("agreed_at", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("disabled_at", "text")
    .execute();
  await sql`insert into person (id, email, name, password_hash, agreement_version, agreed_at, created_at)
    select id, email, name, password_hash, agreement_version, agreed_at, created_at from account`.execute(db);
  await schema
    .createTable("membership")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("person_id", "text", (column) => column.notNull().references("person.id"))
    .addColumn("role", "text", (column) => column.notNull().check(sql`role in ('owner', 'member', 'auditor')`))
    .addColumn("since", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("membership_primary", ["account_id", "person_id"])
    .execute();
  await schema.createIndex("membership_by_person").on("membership").column("person_id").execute();
  await sql`insert into membership (account_id, person_id, role, since)
    select id, id, 'owner', created_at from account`.execute(db);
  for (const column of ["password_hash", "agreement_version", "agreed_at"]) {
    await schema.alterTable("account").dropColumn(column).execute();
  }
  await schema.alterTable("account").addColumn("disabled_at", "text").execute();
  await schema
    .createTable("invitation")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull().check(sql`role in ('owner', 'member', 'auditor')`))
    .addColumn("code_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("used_at", "text")
    .execute();
}

async function tokens(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("token")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("kind", "text", (column) => column.notNull().check(sql`kind in ('session', 'agent')`))
    .addColumn("person_id", "text", (column) => column.references("person.id"))
    .addColumn("account_id", "text", (column) => column.references("account.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("scopes", "text", (column) => column.notNull())
    .addColumn("serials", "text")
    .addColumn("site", "text")
    .addColumn("per_box", "bigint")
    .addColumn("per_day", "bigint")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("revoked_at", "text")
    .execute();
  await schema.createIndex("token_by_account").on("token").columns(["account_id", "kind"]).execute();
  await schema
    .createTable("attempt")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("scope", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("attempt_by_scope").on("attempt").columns(["scope", "at"]).execute();
}

/** A lot belongs to the account that can spend it; an activation key is only what it came with. */
async function lots(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable("lot")
    .addColumn("account_id", "text", (column) => column.references("account.id"))
    .execute();
  await schema.alterTable("lot").addColumn("loaded_at", "text").execute();
  await sql`update lot set
    account_id = (select account_id from activation_key where activation_key.id = lot.activation_key_id),
    loaded_at = (select activated_at from activation_key where activation_key.id = lot.activation_key_id)`.execute(db);
  await sql`create index lot_open on lot (account_id, type, loaded_at, id) where used < count`.execute(db);
  await schema
    .createTable("transfer")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("activation_key_id", "text", (column) => column.notNull().references("activation_key.id"))
    .addColumn("from_account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("to_email", "text", (column) => column.notNull())
    .addColumn("to_account_id", "text", (column) => column.references("account.id"))
    .addColumn("status", "text", (column) => column.notNull().check(sql`status in ('offered', 'accepted', 'declined')`))
    .addColumn("lots", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("decided_at", "text")
    .execute();
  await schema.createIndex("transfer_by_sender").on("transfer").columns(["from_account_id", "status"]).execute();
  await schema.createIndex("transfer_by_recipient").on("transfer").columns(["to_email", "status"]).execute();
}

/** `folded` and `customer_folded` are what a search looks through: lower case, also beyond ASCII. */
async function licenseKeys(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const table = () => schema.alterTable("license_key");
  for (const column of ["sequence", "line_is_bytes"]) {
    await table()
      .addColumn(column, "bigint", (of) => of.notNull().defaultTo(0))
      .execute();
  }
  for (const column of ["customer_folded", "folded"]) {
    await table()
      .addColumn(column, "text", (of) => of.notNull().defaultTo(""))
      .execute();
  }
  await table()
    .addColumn("token_id", "text", (of) => of.references("token.id"))
    .execute();
  for (const column of ["revoked_at", "revoked_why", "returned_at", "replaced_by", "seen_at", "seen_on"]) {
    await table().addColumn(column, "text").execute();
  }
  await foldTexts(db as Kysely<Pick<PoolTables, "license_key">>);
  await schema.createIndex("license_key_by_sequence").on("license_key").columns(["account_id", "sequence"]).execute();
  await schema.createIndex("license_key_by_token").on("license_key").columns(["token_id", "created_at"]).execute();
}

async function foldTexts(db: Kysely<Pick<PoolTables, "license_key">>): Promise<void> {
  const rows = await db.selectFrom("license_key").selectAll().orderBy("created_at").orderBy("id").execute();
  for (const [index, row] of rows.entries()) {
    const set = { ...foldedTexts(row), sequence: index + 1 };
    await db.updateTable("license_key").set(set).where("id", "=", row.id).execute();
  }
}

/** Which boxes are an account's, and what its sites report of them. */
async function boxes(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("box")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("serial", "text", (column) => column.notNull())
    .addColumn("site", "text")
    .addColumn("added_by", "text", (column) => column.notNull())
    .addColumn("added_at", "text", (column) => column.notNull())
    .addColumn("reported_at", "text")
    .addColumn("state", "text")
    .addPrimaryKeyConstraint("box_primary", ["account_id", "serial"])
    .execute();
  await schema
    .createTable("site")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("reported_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("site_primary", ["account_id", "name"])
    .execute();
}
