import type { BalanceBook, Books, KeyBook, LotBook, PredefinedBook } from "./books.ts";
import { type Change, type Detail, type Entry, readDetail, update } from "./change.ts";
import { accessChanges } from "./replay-access.ts";

/** Enters what an entry tells into the books. @returns what is wrong with it, if something is */
export function enter(books: Books, entry: Entry): string | undefined {
  const change = changes[entry.action];
  if (change === undefined) return undefined;
  const detail = readDetail(entry);
  if (detail === undefined) return "its detail cannot be read";
  change(books, entry, detail);
  for (const { loaded, used } of touched(books, entry, detail)) {
    if (used < 0 || used > loaded) return "more is used than was loaded";
  }
  return undefined;
}

const changes: Readonly<Record<string, Change>> = {
  ...accessChanges,
  "issue-activation"({ activations, lots: books }, entry, { id = "", licenses = {}, lots = [], code }) {
    activations.set(id, { issuedAt: entry.at, licenses, code, entry: entry.sequence });
    for (const { lotId, type = "", count } of lots) {
      const lot = { account: null, type, count, used: 0, activationKey: id, loadedAt: null, entry: entry.sequence };
      books.set(String(lotId), lot);
    }
  },
  activate(books, entry, { id, activationKey = "", licenses = {}, lots = [] }) {
    const { account_id: account, at, sequence } = entry;
    books.activated.set(activationKey, { account, at, entry: sequence });
    for (const [type, count] of Object.entries(licenses)) balanceOf(books, entry, type).loaded += count;
    for (const { lotId, type = "", count } of lots) {
      const lot = { account, type, count, used: 0, activationKey: id, loadedAt: at, entry: sequence };
      books.lots.set(String(lotId), lot);
    }
  },
  "create-key"(books, entry, detail) {
    const { type = "", count = 0, lots = [] } = detail;
    newKey(books, entry, detail, { paid: lots.map(({ lotId, count: part }) => [lotId, part] as const) });
    balanceOf(books, entry, type).used += count;
    for (const { lotId, count: part } of lots) use(books, entry, lotId, type, part);
  },
  claim(books, entry, detail) {
    const claims = [detail.predefined ?? []].flat();
    newKey(books, entry, detail, { predefined: true, claims });
    for (const id of claims) {
      update(books.predefined, id, entry, { account: entry.account_id, key: detail.id ?? null });
    }
  },
  unclaim(books, entry, { id, predefined = [], why }) {
    revoke(books, entry, id, why);
    for (const one of [predefined].flat()) update(books.predefined, one, entry, { account: null, key: null });
  },
  import: (books, entry, detail) => newKey(books, entry, detail, { issuer: "vendor" }),
  predefine({ predefined }, entry, { id = "", serial = "", type = "", count = 0 }) {
    const book = { serial, type, count, createdAt: entry.at, account: null, key: null, entry: entry.sequence };
    predefined.set(id, book);
  },
  "move-predefined"(books, entry, { predefined = [], serial = "" }) {
    for (const id of [predefined].flat()) update(books.predefined, id, entry, { serial });
  },
  revoke: (books, entry, { id, why }) => revoke(books, entry, id, why),
  return(books, entry, { id, type = "", count = 0, lots = [] }) {
    balanceOf(books, entry, type).used -= count;
    for (const { lotId, count: part } of lots) use(books, entry, lotId, type, -part);
    update(books.keys, id, entry, { returnedAt: entry.at, paid: [] });
  },
  replace(books, entry, detail) {
    const { id = "", replaces, serial, why } = detail;
    const old = books.keys.get(replaces ?? "");
    newKey(books, entry, detail, old && { paid: old.paid, predefined: old.predefined, claims: old.claims });
    revoke(books, entry, replaces, why);
    update(books.keys, replaces, entry, { replacedBy: id, paid: [], claims: [] });
    for (const claimed of old?.claims ?? []) {
      const change: Partial<PredefinedBook> = { key: id, ...(serial !== undefined && { serial }) };
      update(books.predefined, claimed, entry, change);
    }
  },
  assign: ({ keys }, entry, { id, serial = null, line }) => update(keys, id, entry, { serial, line }),
  "offer-transfer"({ transfers }, entry, { transfer = "", activationKey = "", to = "" }) {
    const { account_id: from, at: createdAt, sequence } = entry;
    const open = { status: "offered", toAccount: null, lots: null, decidedAt: null, leaving: [] } as const;
    transfers.set(transfer, { activationKey, from, to, createdAt, ...open, entry: sequence });
  },
  "decline-transfer": ({ transfers }, entry, { transfer }) =>
    update(transfers, transfer, entry, { status: "declined", decidedAt: entry.at }),
  "transfer-out"(books, entry, { transfer, lots = [] }) {
    const leaving: (string | undefined)[] = [];
    for (const { lotId, type = "", count } of lots) {
      balanceOf(books, entry, type).loaded -= count;
      const lot = books.lots.get(String(lotId));
      leaving.push(lot?.activationKey);
      if (lot?.count !== undefined) update(books.lots, String(lotId), entry, { count: lot.count - count });
    }
    update(books.transfers, transfer, entry, { leaving });
  },
  "transfer-in"(books, entry, { transfer = "", lots = [] }) {
    const { account_id: account, at } = entry;
    const { leaving = [] } = books.transfers.get(transfer) ?? {};
    for (const [index, { lotId, type = "", count }] of lots.entries()) {
      balanceOf(books, entry, type).loaded += count;
      const activationKey = leaving[index];
      books.lots.set(String(lotId), {
        ...{ account, type, count, used: 0, loadedAt: at, entry: entry.sequence },
        ...(activationKey !== undefined && { activationKey }),
      });
    }
    const went = JSON.stringify(lots.map(({ type, count }) => ({ type, count })));
    const change = { status: "accepted", toAccount: account, lots: went, decidedAt: at } as const;
    update(books.transfers, transfer, entry, change);
  },
};

function newKey(books: Books, entry: Entry, detail: Detail, more: Partial<KeyBook> = {}): void {
  const byAgent = entry.actor.startsWith("token ") && detail.token === undefined;
  books.keys.set(detail.id ?? "", {
    account: entry.account_id,
    type: detail.type ?? "",
    count: detail.count ?? 0,
    serial: detail.serial ?? null,
    status: "active",
    issuer: "own",
    predefined: false,
    claims: [],
    requestId: entry.request_id,
    createdAt: entry.at,
    revokedAt: null,
    revokedWhy: null,
    returnedAt: null,
    replacedBy: null,
    paid: [],
    // An older version numbered keys by themselves, said nothing of lines, and did not name the token.
    ...(detail.total !== undefined && { total: detail.total }),
    ...(detail.line !== undefined && { line: detail.line, sequence: entry.sequence }),
    ...(!byAgent && { token: detail.token ?? null }),
    entry: entry.sequence,
    ...more,
  });
}

function revoke({ keys }: Books, entry: Entry, id: string | undefined, why: string | undefined): void {
  if (keys.get(id ?? "")?.status !== "active") return;
  update(keys, id, entry, { status: "revoked", revokedAt: entry.at, revokedWhy: why ?? null });
}

function use({ lots }: Books, entry: Entry, lotId: number, type: string, count: number): void {
  const lot: LotBook = lots.get(String(lotId)) ?? { account: entry.account_id, type, used: 0, entry: 0 };
  lots.set(String(lotId), { ...lot, used: lot.used + count, entry: entry.sequence });
}

function balanceOf({ balances }: Books, entry: Entry, type: string): BalanceBook {
  const name = `${entry.account_id} ${type}`;
  const balance = balances.get(name) ?? { loaded: 0, used: 0, entry: 0 };
  balance.entry = entry.sequence;
  balances.set(name, balance);
  return balance;
}

function touched({ balances }: Books, { account_id, sequence }: Entry, detail: Detail): BalanceBook[] {
  const { type, licenses = {}, lots = [] } = detail;
  const types = new Set([type, ...Object.keys(licenses), ...lots.map((lot) => lot.type)]);
  return [...types].flatMap((one) => balances.get(`${account_id} ${one}`) ?? []).filter((b) => b.entry === sequence);
}
