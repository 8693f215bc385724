import type { Kysely } from "kysely";
import { commitTogether } from "../../store/commit-together.ts";
import { openSqlite } from "../../store/open-sqlite.ts";
import { StoreError } from "../../store/store-error.ts";
import type { ToldTables } from "../../webhook/notices.ts";
import { type Approvals, approvals } from "./approvals.ts";
import { type BoxStates, boxStates } from "./box-states.ts";
import { type Breakers, breakers } from "./breakers.ts";
import { type DeliveryProofs, deliveryProofs } from "./delivery-proofs.ts";
import { type Entries, journalEntries } from "./entries.ts";
import { type EntryCuts, entryCuts } from "./entry-cuts.ts";
import { type RegistrationRecords, registrationRecords } from "./expected-registrations.ts";
import { type Facts, facts } from "./facts.ts";
import { noteDamage } from "./journal-damage.ts";
import { journalMigrations } from "./journal-migrations.ts";
import type { JournalTables } from "./journal-tables.ts";
import { type KnownBoxes, knownBoxes } from "./known-boxes.ts";
import { type LineRecords, lineRecords } from "./line-records.ts";
import { type PendingResets, pendingResets } from "./pending-resets.ts";
import { type RefusedCredentials, refusedCredentials } from "./refused-credentials.ts";
import { type Removals, removals } from "./removals.ts";
import { type WireMemory, wireMemory } from "./wire-memory.ts";

/** What was intended, done and seen, and what must be remembered of boxes; in a SQLite file of its own. */
export interface Journal extends AsyncDisposable {
  readonly entries: Entries;
  readonly cuts: EntryCuts;
  readonly boxes: KnownBoxes;
  readonly lines: LineRecords;
  readonly removals: Removals;
  readonly proofs: DeliveryProofs;
  readonly breakers: Breakers;
  readonly refused: RefusedCredentials;
  readonly resets: PendingResets;
  readonly registrations: RegistrationRecords;
  readonly wires: WireMemory;
  readonly states: BoxStates;
  readonly facts: Facts;
  /** What people were told, and messages on their way to them. */
  readonly outbox: Kysely<ToldTables>;
  readonly approvals: Approvals;
  /** Aborted, with what to tell, once the file was found to be damaged. */
  readonly damaged: AbortSignal;
}

/**
 * Opens the journal, creating it where there is none.
 * @param now the clock, for the entries' times
 * @throws StoreError when the file cannot be opened, or was written by a newer version
 */
export async function openJournal(file: string, now: () => Date): Promise<Journal> {
  const damaged = new AbortController();
  const onDamage = ({ cause }: StoreError) => {
    noteDamage(file);
    const error = new StoreError(
      "store-unusable",
      `${file} is damaged; it is set aside when varsync starts anew`,
      cause,
    );
    damaged.abort(error);
    return error;
  };
  const db = await openSqlite<JournalTables>(file, { migrations: journalMigrations, onDamage });
  const commit = commitTogether(db);
  const wires = await wireMemory(db, commit);
  return {
    entries: journalEntries(db, commit, now),
    cuts: entryCuts(db),
    boxes: knownBoxes(db, commit),
    lines: lineRecords(db, commit),
    removals: removals(db),
    proofs: deliveryProofs(db, commit),
    breakers: breakers(db),
    refused: refusedCredentials(db),
    resets: pendingResets(db),
    registrations: registrationRecords(db),
    wires,
    states: boxStates(db),
    facts: facts(db, commit),
    outbox: db,
    approvals: approvals(db),
    damaged: damaged.signal,
    async [Symbol.asyncDispose]() {
      await wires.settled();
      await db.destroy();
    },
  };
}
