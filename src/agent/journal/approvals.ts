import { randomInt } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { ApprovalRow, ApprovalState } from "./approval-tables.ts";
import type { JournalTables } from "./journal-tables.ts";

/** One change of a plan, without license key codes. */
export interface AskedStep {
  readonly kind: string;
  readonly type?: string;
  readonly count?: number;
  readonly [fact: string]: unknown;
}

/** A plan that waits for a person's yes, or that a person has decided on. It is for exactly the plan of its basis. */
export interface Approval {
  readonly id: string;
  readonly serial: SerialNumber;
  readonly basis: string;
  readonly steps: readonly AskedStep[];
  /** Why the service may not do it by itself. */
  readonly why: string;
  /** ISO 8601, UTC, like the other times. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly state: ApprovalState;
  readonly decidedAt?: string;
  readonly decidedBy?: string;
  /** Why it was declined. */
  readonly reason?: string;
}

export interface Decision {
  readonly verdict: "approved" | "declined";
  readonly by: string;
  readonly reason?: string;
  /** Until when an approved plan may be done. */
  readonly expiresAt?: Date;
}

type Asked = Pick<Approval, "serial" | "basis" | "steps" | "why">;

export interface Approvals {
  /**
   * Puts a plan before a person. Answers what was decided on exactly this plan, or waits to be; makes a new approval
   * where there is none, and then takes back what was asked for the box before.
   */
  ask(plan: Asked, now: Date, expiresAt: Date): Promise<{ readonly approval: Approval; readonly isNew: boolean }>;
  /** What waits for a person, oldest first. */
  open(now: Date): Promise<Approval[]>;
  find(id: string): Promise<Approval | undefined>;
  /** Boxes whose approvals are open, or approved and not done. */
  pending(): Promise<ReadonlySet<SerialNumber>>;
  /** Whether a person said yes to exactly this plan, and it may still be done. */
  isApproved(serial: SerialNumber, basis: string, now: Date): Promise<boolean>;
  /** Answers whether it was still open: of two who decide at the same time one comes too late. */
  decide(id: string, decision: Decision, now: Date): Promise<boolean>;
  /** What the box was asked for is done, or no longer so. @param basis of the plan that was just done, if one was */
  settle(serial: SerialNumber, basis: string | undefined): Promise<void>;
}

export function approvals(db: Kysely<JournalTables>): Approvals {
  const of = (serial: SerialNumber) => db.selectFrom("approval").selectAll().where("serial", "=", serial);
  return {
    ask: (plan, now, expiresAt) => db.transaction().execute((within) => ask(within, plan, now, expiresAt)),
    async open(now) {
      const rows = await db
        .selectFrom("approval")
        .selectAll()
        .where("state", "=", "open")
        .where("expires_at", ">", now.toISOString())
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map(toApproval);
    },
    async find(id) {
      const row = await db.selectFrom("approval").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toApproval(row);
    },
    async pending() {
      const rows = await db.selectFrom("approval").select("serial").where("state", "in", pendingStates).execute();
      return new Set(rows.map(({ serial }) => serial as SerialNumber));
    },
    async isApproved(serial, basis, now) {
      const row = await of(serial)
        .where("basis", "=", basis)
        .where("state", "=", "approved")
        .where("expires_at", ">", now.toISOString())
        .executeTakeFirst();
      return row !== undefined;
    },
    async decide(id, { verdict, by, reason, expiresAt }, now) {
      const decided = await db
        .updateTable("approval")
        .set({
          state: verdict,
          decided_at: now.toISOString(),
          decided_by: by,
          reason: reason ?? null,
          ...(expiresAt && { expires_at: expiresAt.toISOString() }),
        })
        .where("id", "=", id)
        .where("state", "=", "open")
        .where("expires_at", ">", now.toISOString())
        .executeTakeFirst();
      return decided.numUpdatedRows > 0n;
    },
    async settle(serial, basis) {
      const waiting = await of(serial).where("state", "in", pendingStates).execute();
      for (const row of waiting) {
        const state = row.state === "approved" && row.basis === basis ? "done" : "superseded";
        await db.updateTable("approval").set({ state }).where("id", "=", row.id).execute();
      }
    },
  };
}

const pendingStates: readonly ApprovalState[] = ["open", "approved"];

async function ask(
  within: Transaction<JournalTables>,
  { serial, basis, steps, why }: Asked,
  now: Date,
  expiresAt: Date,
): Promise<{ approval: Approval; isNew: boolean }> {
  const rows = await within.selectFrom("approval").selectAll().where("serial", "=", serial).execute();
  const isValid = (row: ApprovalRow) => row.state === "declined" || row.expires_at > now.toISOString();
  const asked = rows.find(
    (row) => row.basis === basis && isValid(row) && ["open", "approved", "declined"].includes(row.state),
  );
  for (const row of rows) {
    if (row.id === asked?.id || !pendingStates.includes(row.state)) continue;
    const state = row.basis === basis ? "expired" : "superseded";
    await within.updateTable("approval").set({ state }).where("id", "=", row.id).execute();
  }
  if (asked !== undefined) return { approval: toApproval(asked), isNew: false };
  const fresh: ApprovalRow = {
    id: await freeId(within),
    serial,
    basis,
    steps: JSON.stringify(steps),
    why,
    created_at: now.toISOString(),
    expires_at: expiresAt.toISOString(),
    state: "open",
    decided_at: null,
    decided_by: null,
    reason: null,
  };
  await within.insertInto("approval").values(fresh).execute();
  return { approval: toApproval(fresh), isNew: true };
}

/** Nothing that is taken for another when it is read aloud or typed. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

async function freeId(within: Transaction<JournalTables>): Promise<string> {
  for (;;) {
    const id = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join("");
    const taken = await within.selectFrom("approval").select("id").where("id", "=", id).executeTakeFirst();
    if (taken === undefined) return id;
  }
}

function toApproval(row: ApprovalRow): Approval {
  return {
    id: row.id,
    serial: row.serial as SerialNumber,
    basis: row.basis,
    steps: JSON.parse(row.steps) as AskedStep[],
    why: row.why,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    state: row.state,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}
