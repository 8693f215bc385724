import { z } from "zod";
import type { LedgerRow } from "../pool-tables.ts";

/** An entry, as far as the books follow from it. */
export type Entry = Pick<LedgerRow, "account_id" | "action" | "detail"> & { readonly sequence: number };

interface Told {
  /** Number of the newest entry about it. */
  entry: number;
}

export interface BalanceBook extends Told {
  loaded: number;
  used: number;
}

export interface LotBook extends Told {
  account: string | null;
  type: string;
  /** Missing where the entries of an older version did not say. */
  count?: number;
  used: number;
}

export interface KeyBook extends Told {
  account: string | null;
  type: string;
  count: number;
  serial: string | null;
  status: "active" | "revoked";
  issuer: "own" | "vendor";
  predefined: boolean;
  returned: boolean;
  replacedBy: string | null;
  /** Hash of its line; missing where an older version did not say. */
  line?: string;
  /** What paid for it: lot number and count. */
  paid: Map<number, number>;
}

export interface PredefinedBook extends Told {
  serial: string;
  type: string;
  count: number;
  account: string | null;
  key: string | null;
}

/** What the pool's tables must say, recomputed from the ledger alone. */
export interface Books {
  /** By account and type, a blank between. */
  readonly balances: Map<string, BalanceBook>;
  readonly lots: Map<number, LotBook>;
  readonly keys: Map<string, KeyBook>;
  readonly predefined: Map<string, PredefinedBook>;
}

const detailSchema = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  count: z.number().optional(),
  serial: z.string().optional(),
  line: z.string().optional(),
  replaces: z.string().optional(),
  licenses: z.record(z.string(), z.number()).optional(),
  lots: z.array(z.object({ lotId: z.number(), type: z.string().optional(), count: z.number() })).optional(),
  predefined: z.union([z.string(), z.array(z.string())]).optional(),
});
type Detail = z.output<typeof detailSchema>;

export function emptyBooks(): Books {
  return { balances: new Map(), lots: new Map(), keys: new Map(), predefined: new Map() };
}

/** Enters what an entry tells into the books. @returns what is wrong with it, if something is */
export function enter(books: Books, entry: Entry): string | undefined {
  const detail = detailSchema.safeParse(readJson(entry.detail));
  if (!detail.success) return "its detail cannot be read";
  const change = changes[entry.action];
  change?.(books, entry, detail.data);
  for (const { loaded, used } of change ? touched(books, entry) : []) {
    if (used < 0 || used > loaded) return "more is used than was loaded";
  }
  return undefined;
}

type Change = (books: Books, entry: Entry, detail: Detail) => void;

const changes: Readonly<Record<string, Change>> = {
  activate(books, entry, { licenses = {}, lots = [] }) {
    for (const [type, count] of Object.entries(licenses)) balanceOf(books, entry, type).loaded += count;
    for (const { lotId, type = "", count } of lots) {
      books.lots.set(lotId, { account: entry.account_id, type, count, used: 0, entry: entry.sequence });
    }
  },
  "create-key"(books, entry, detail) {
    const { type = "", count = 0, lots = [] } = detail;
    const key = newKey(books, entry, detail);
    balanceOf(books, entry, type).used += count;
    for (const { lotId, count: part } of lots) {
      lotOf(books, entry, lotId, type).used += part;
      key.paid.set(lotId, part);
    }
  },
  claim(books, entry, detail) {
    const key = newKey(books, entry, detail);
    key.predefined = true;
    for (const one of predefinedOf(books, entry, detail)) {
      one.account = entry.account_id;
      one.key = detail.id ?? null;
    }
  },
  unclaim(books, entry, detail) {
    setStatus(books, entry, detail.id);
    for (const one of predefinedOf(books, entry, detail)) {
      one.account = null;
      one.key = null;
    }
  },
  import(books, entry, detail) {
    newKey(books, entry, detail).issuer = "vendor";
  },
  predefine(books, entry, { id = "", serial = "", type = "", count = 0 }) {
    books.predefined.set(id, { serial, type, count, account: null, key: null, entry: entry.sequence });
  },
  "move-predefined"(books, entry, detail) {
    for (const one of predefinedOf(books, entry, detail)) one.serial = detail.serial ?? "";
  },
  revoke: (books, entry, { id }) => setStatus(books, entry, id),
  return(books, entry, { id = "", type = "", count = 0, lots = [] }) {
    balanceOf(books, entry, type).used -= count;
    for (const { lotId, count: part } of lots) lotOf(books, entry, lotId, type).used -= part;
    const key = books.keys.get(id);
    if (key) Object.assign(key, { returned: true, paid: new Map(), entry: entry.sequence });
  },
  replace(books, entry, detail) {
    const key = newKey(books, entry, detail);
    setStatus(books, entry, detail.replaces);
    const old = books.keys.get(detail.replaces ?? "");
    if (old === undefined) return;
    key.paid = old.paid;
    key.predefined = old.predefined;
    Object.assign(old, { replacedBy: detail.id, paid: new Map() });
    if (!old.predefined) return;
    for (const one of books.predefined.values()) {
      if (one.key === detail.replaces) {
        Object.assign(one, { key: detail.id, serial: detail.serial, entry: entry.sequence });
      }
    }
  },
  assign(books, entry, { id = "", serial, line }) {
    const key = books.keys.get(id);
    if (key) Object.assign(key, { serial, line, entry: entry.sequence });
  },
  "transfer-out"(books, entry, { lots = [] }) {
    for (const { lotId, type = "", count } of lots) {
      balanceOf(books, entry, type).loaded -= count;
      const lot = lotOf(books, entry, lotId, type);
      if (lot.count !== undefined) lot.count -= count;
    }
  },
  "transfer-in"(books, entry, { lots = [] }) {
    for (const { lotId, type = "", count } of lots) {
      balanceOf(books, entry, type).loaded += count;
      books.lots.set(lotId, { account: entry.account_id, type, count, used: 0, entry: entry.sequence });
    }
  },
};

function newKey(books: Books, entry: Entry, detail: Detail): KeyBook {
  const key: KeyBook = {
    account: entry.account_id,
    type: detail.type ?? "",
    count: detail.count ?? 0,
    serial: detail.serial ?? null,
    status: "active",
    issuer: "own",
    predefined: false,
    returned: false,
    replacedBy: null,
    ...(detail.line !== undefined && { line: detail.line }),
    paid: new Map(),
    entry: entry.sequence,
  };
  books.keys.set(detail.id ?? "", key);
  return key;
}

function setStatus(books: Books, entry: Entry, id: string | undefined): void {
  const key = books.keys.get(id ?? "");
  if (key) Object.assign(key, { status: "revoked", entry: entry.sequence });
}

function balanceOf({ balances }: Books, entry: Entry, type: string): BalanceBook {
  const name = `${entry.account_id} ${type}`;
  const balance = balances.get(name) ?? { loaded: 0, used: 0, entry: 0 };
  balance.entry = entry.sequence;
  balances.set(name, balance);
  return balance;
}

function lotOf({ lots }: Books, entry: Entry, lotId: number, type: string): LotBook {
  const lot: LotBook = lots.get(lotId) ?? { account: entry.account_id, type, used: 0, entry: 0 };
  lot.entry = entry.sequence;
  lots.set(lotId, lot);
  return lot;
}

function predefinedOf(books: Books, entry: Entry, { predefined = [] }: Detail): PredefinedBook[] {
  return [predefined].flat().flatMap((id) => {
    const one = books.predefined.get(id);
    if (one) one.entry = entry.sequence;
    return one ?? [];
  });
}

function touched({ balances }: Books, { account_id, sequence, detail }: Entry): BalanceBook[] {
  const { type, licenses = {}, lots = [] } = detailSchema.parse(readJson(detail));
  const types = new Set([type, ...Object.keys(licenses), ...lots.map((lot) => lot.type)]);
  return [...types].flatMap((one) => balances.get(`${account_id} ${one}`) ?? []).filter((b) => b.entry === sequence);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
