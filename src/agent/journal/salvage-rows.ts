import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { z } from "zod";
import { tryParseSerialNumber } from "../../license/serial-number.ts";

/** How many rows of each table were carried over. */
export type Salvaged = Readonly<Record<string, number>>;

const serial = z.string().refine((text) => tryParseSerialNumber(text) === text);
const text = z.string();
const time = z.iso.datetime();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const whole = z.int().min(0);

/** What a row must look like to be believed: damage may have hit what stands in it, too. */
const tables = {
  box: z.object({
    serial,
    address: maybe(z.ipv4()),
    http_port: maybe(whole.max(65_535)),
    product: maybe(text),
    firmware: maybe(text),
    profile: maybe(text),
    enrolled_at: maybe(time),
    up_time_seconds: maybe(whole),
    reset_required: maybe(whole.max(1)),
    settings_sample: maybe(text),
  }),
  breaker: z.object({ scope: z.string().regex(/^(box|profile):./), code: text, message: text, since: time }),
  refused_credential: z.object({
    serial: z.union([serial, z.literal("vendor")]),
    salt: text,
    hash: z.hex(),
    at: time,
  }),
  wire_memory: z.object({ name: z.string().regex(/^(digest|host-key):./), value: text }),
  pending_reset: z.object({ serial, how: z.enum(["when-idle", "now"]), intended_at: time, sent_at: maybe(time) }),
  expected_registrations: z.object({
    serial,
    count: whole,
    since: time,
    seen: whole,
    wait_until: maybe(time),
    missing_since: maybe(time),
  }),
  line: z.object({ serial, identity: text, delivered_at: maybe(time), effective_at: maybe(time) }),
  removal: z.object({
    serial,
    name: text,
    removed: text.refine(isJson),
    survivors: text.refine(isJson),
    backup: text,
    at: time,
    done_at: maybe(time),
  }),
  delivery_proof: z.object({ serial, variable: text, firmware: text, beside: whole.max(1) }),
  fact: z.object({ name: z.enum(["agent-chain", "agent-id", "clock-mark", "machine", "stand-back"]), value: text }),
  approval: z.object({
    id: z.string().regex(/^[a-z2-9]{6}$/),
    serial,
    basis: text,
    steps: z.string().refine(isJson),
    why: text,
    created_at: time,
    expires_at: time,
    state: z.enum(["open", "approved", "done", "declined", "superseded", "expired"]),
    decided_at: maybe(time),
    decided_by: maybe(text),
    reason: maybe(text),
  }),
} as const;

/** Carries over from a damaged journal what can be read of what must not be forgotten, row by row, into a new one. */
export function salvageRows(damaged: string, fresh: string): Salvaged {
  using into = new DatabaseSync(fresh);
  into.exec("BEGIN IMMEDIATE");
  const from = openDamaged(damaged);
  const counts = Object.entries(tables).map(([table, schema]) => {
    const rows = from === undefined ? [] : readableRows(from, table);
    const good = rows.flatMap((row) => schema.safeParse(row).data ?? []);
    return [table, good.filter((row) => insert(into, table, row)).length] as const;
  });
  into.exec("COMMIT");
  from?.close();
  return Object.fromEntries(counts);
}

function openDamaged(path: string): DatabaseSync | undefined {
  return attempt(() => new DatabaseSync(path, { readOnly: true, timeout: 10_000 }));
}

function insert(into: DatabaseSync, table: string, row: Readonly<Record<string, SQLInputValue>>): boolean {
  const names = Object.keys(row);
  const sql = `INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  return into.prepare(sql).run(...Object.values(row)).changes > 0;
}

/** The most rows that are asked for one by one. */
const mostProbes = 1_000_000;
/** Rows that may come after the last one that could be read. */
const unseenRows = 10_000;

function readableRows(from: DatabaseSync, table: string): unknown[] {
  const rows = new Map<number, unknown>();
  const readAll = () => {
    for (const row of from.prepare(`SELECT rowid AS number, * FROM ${table}`).iterate()) {
      rows.set(Number(row["number"]), row);
    }
    return true;
  };
  if (attempt(readAll)) return [...rows.values()];
  const probe = attempt(() => from.prepare(`SELECT * FROM ${table} WHERE rowid = ?`));
  if (probe === undefined) return [];
  const last = attempt(() => Number(from.prepare(`SELECT max(rowid) AS number FROM ${table}`).get()?.["number"]));
  const end = Math.min(last ?? Math.max(0, ...rows.keys()) + unseenRows, mostProbes);
  for (let number = 1; number <= end; number += 1) {
    const row = rows.has(number) ? undefined : attempt(() => probe.get(number));
    if (row !== undefined) rows.set(number, row);
  }
  return [...rows.values()];
}

/** In a damaged file anything may fail, and the rest is still worth having. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function isJson(value: string): boolean {
  return attempt(() => JSON.parse(value) as unknown) !== undefined;
}
