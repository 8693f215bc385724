import type { Kysely } from "kysely";
import { type Endpoint, endpointText } from "../../box/endpoint.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import type { JournalTables } from "./journal-tables.ts";

/** What must outlive a run about the wires: where Digest was seen (Basic is never given to that box again), pinned host keys. */
export interface WireMemory {
  digestSeen(endpoint: Endpoint): boolean;
  rememberDigest(endpoint: Endpoint): void;
  /**
   * This box answers there now: Digest holds for it if it was ever seen on it, wherever that was; what another box asked
   * for at that address does not.
   */
  isAt(serial: SerialNumber, endpoint: Endpoint): void;
  /** Digest was seen on the box, which answers there. */
  rememberDigestOn(serial: SerialNumber, endpoint: Endpoint): void;
  hostKey(serial: SerialNumber): string | undefined;
  pinHostKey(serial: SerialNumber, fingerprint: string): Promise<void>;
  /** The next one seen is pinned. Answers whether there was one. */
  forgetHostKey(serial: SerialNumber): Promise<boolean>;
  /** Waits until everything remembered is on the disk. */
  settled(): Promise<void>;
}

/** Nobody knew yet which box it was. */
const someBox = "1";

export async function wireMemory(db: Kysely<JournalTables>, commit: Commit<JournalTables>): Promise<WireMemory> {
  const rows = await db.selectFrom("wire_memory").selectAll().execute();
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  /** Not on the disk yet; `undefined` is to be forgotten. */
  const changed = new Map<string, string | undefined>();
  let writing: Promise<unknown> = Promise.resolve();
  const write = async () => {
    const batch = [...changed];
    changed.clear();
    if (batch.length === 0) return;
    try {
      await commit((within) => store(within, batch));
    } catch (error) {
      for (const [name, value] of batch) if (!changed.has(name)) changed.set(name, value);
      throw error;
    }
  };
  const keep = (name: string, value: string | undefined) => {
    if (values.get(name) === value && !changed.has(name)) return writing;
    if (value === undefined) values.delete(name);
    else values.set(name, value);
    changed.set(name, value);
    writing = writing.then(write, write);
    return writing;
  };
  const place = (endpoint: Endpoint) => `digest:${endpointText(endpoint)}`;
  return {
    digestSeen: (endpoint) => values.has(place(endpoint)),
    rememberDigest(endpoint) {
      if (!values.has(place(endpoint))) keep(place(endpoint), someBox).catch(() => undefined);
    },
    isAt(serial, endpoint) {
      const whose = values.get(place(endpoint));
      if (values.has(`digest:${serial}`)) keep(place(endpoint), serial).catch(() => undefined);
      else if (whose !== undefined && whose !== someBox && whose !== serial)
        keep(place(endpoint), undefined).catch(() => undefined);
    },
    rememberDigestOn(serial, endpoint) {
      keep(`digest:${serial}`, someBox).catch(() => undefined);
      keep(place(endpoint), serial).catch(() => undefined);
    },
    hostKey: (serial) => values.get(`host-key:${serial}`),
    async pinHostKey(serial, fingerprint) {
      await keep(`host-key:${serial}`, fingerprint);
    },
    async forgetHostKey(serial) {
      const known = values.has(`host-key:${serial}`);
      await keep(`host-key:${serial}`, undefined);
      return known;
    },
    async settled() {
      await writing;
    },
  };
}

async function store(db: Kysely<JournalTables>, batch: readonly [string, string | undefined][]): Promise<void> {
  const gone = batch.flatMap(([name, value]) => (value === undefined ? [name] : []));
  const rows = batch.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  if (gone.length > 0) await db.deleteFrom("wire_memory").where("name", "in", gone).execute();
  if (rows.length === 0) return;
  await db
    .insertInto("wire_memory")
    .values(rows)
    .onConflict((conflict) => conflict.column("name").doUpdateSet((row) => ({ value: row.ref("excluded.value") })))
    .execute();
}
