import { z } from "zod";
import type { DiskMap } from "../../store/disk-map.ts";
import type { LedgerRow } from "../pool-tables.ts";
import type { BalanceBook, Books, KeyBook, LotBook, MembershipBook, PredefinedBook } from "./books.ts";

/** An entry, as far as the books follow from it. */
export type Entry = Pick<LedgerRow, "at" | "actor" | "account_id" | "action" | "request_id" | "detail"> & {
  readonly sequence: number;
};

const licensesSchema = z.record(z.string(), z.number());
const detailSchema = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  count: z.number().optional(),
  serial: z.string().optional(),
  line: z.string().optional(),
  why: z.string().optional(),
  token: z.string().optional(),
  replaces: z.string().optional(),
  licenses: licensesSchema.optional(),
  lots: z.array(z.object({ lotId: z.number(), type: z.string().optional(), count: z.number() })).optional(),
  predefined: z.union([z.string(), z.array(z.string())]).optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  role: z.string().optional(),
  activationKey: z.string().optional(),
  code: z.string().optional(),
  transfer: z.string().optional(),
  to: z.string().optional(),
  fingerprint: z.string().optional(),
  total: z.number().optional(),
  agreementVersion: z.string().optional(),
  password: z.string().optional(),
  invitation: z.string().optional(),
  expiresAt: z.string().optional(),
});
type Detail = z.output<typeof detailSchema>;

/** Enters what an entry tells into the books. @returns what is wrong with it, if something is */
export function enter(books: Books, entry: Entry): string | undefined {
  const change = changes[entry.action];
  if (change === undefined) return undefined;
  const detail = detailSchema.safeParse(readJson(entry.detail));
  if (!detail.success) return "its detail cannot be read";
  change(books, entry, detail.data);
  for (const { loaded, used } of touched(books, entry, detail.data)) {
    if (used < 0 || used > loaded) return "more is used than was loaded";
  }
  return undefined;
}

type Change = (books: Books, entry: Entry, detail: Detail) => void;

const addAccount: Change = (books, entry, detail) => {
  const { email = "", name, role } = detail;
  const of = { email, name, role: role === "issuer" ? "issuer" : "reseller", disabledAt: null } as const;
  books.accounts.set(entry.account_id ?? "", { ...of, createdAt: entry.at, entry: entry.sequence });
  meetPerson(books, entry, detail);
  // Whoever had a login before has the new password.
  setPassword(books, entry, detail);
  enterMember(books, entry, email, "owner");
};

const setPassword: Change = ({ people }, entry, { email, password }) => update(people, email, entry, { password });

/** Somebody who may be new; an older version said less of her. */
function meetPerson({ people }: Books, entry: Entry, detail: Detail): void {
  const { email = "", name, agreementVersion: agreement, password } = detail;
  if (people.get(email)) return;
  const person = { name, agreement, password, createdAt: entry.at, disabledAt: null, entry: entry.sequence };
  people.set(email, person);
}

function enterMember({ memberships }: Books, entry: Entry, email: string, role: MembershipBook["role"]): void {
  const name = `${entry.account_id} ${email}`;
  const before = memberships.get(name);
  // An owner stays one.
  const now = { role: before?.role === "owner" ? "owner" : role, since: before?.since ?? entry.at } as const;
  memberships.set(name, { ...now, entry: entry.sequence });
}

const disable: Change = ({ accounts, people }, entry, { email }) => {
  const change = { disabledAt: entry.action === "disable-account" ? entry.at : null };
  if (entry.account_id !== null) update(accounts, entry.account_id, entry, change);
  update(people, email, entry, change);
};

function memberRole(role: string | undefined): MembershipBook["role"] {
  return role === "owner" || role === "auditor" ? role : "member";
}

const changes: Readonly<Record<string, Change>> = {
  "add-account": addAccount,
  register: addAccount,
  "disable-account": disable,
  "enable-account": disable,
  "set-password": setPassword,
  "add-auditor"(books, entry, detail) {
    meetPerson(books, entry, detail);
    enterMember(books, entry, detail.email ?? "", "auditor");
  },
  invite({ invitations }, entry, { invitation = "", email = "", role, expiresAt, fingerprint }) {
    const of = { account: entry.account_id, email, role: memberRole(role), createdAt: entry.at, usedAt: null };
    invitations.set(invitation, { ...of, expiresAt, fingerprint, entry: entry.sequence });
  },
  join(books, entry, detail) {
    const { invitation, email = "", role } = detail;
    update(books.invitations, invitation, entry, { usedAt: entry.at });
    meetPerson(books, entry, detail);
    enterMember(books, entry, email, memberRole(role));
  },
  leave: ({ memberships }, { account_id }, { email }) => memberships.delete(`${account_id} ${email}`),
  "create-token"({ tokens }, entry, { id = "", fingerprint }) {
    const { account_id: account, sequence } = entry;
    tokens.set(id, { account, limits: tokenLimits(entry.detail), revokedAt: null, fingerprint, entry: sequence });
  },
  "revoke-token": ({ tokens }, entry, { id }) => update(tokens, id, entry, { revokedAt: entry.at }),
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

function update<Book>(
  books: DiskMap<Book>,
  id: string | null | undefined,
  { sequence }: Entry,
  change: Partial<Book>,
): void {
  const book = books.get(id ?? "");
  if (book !== undefined) books.set(id ?? "", { ...book, ...change, entry: sequence });
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

/** What a token may do, for whom and until when, as the entry about it tells. */
export function tokenLimits(detail: string): string {
  const schema = z.object({
    name: z.string(),
    scopes: z.array(z.string()),
    serials: z.array(z.string()).optional(),
    site: z.string().optional(),
    perBox: z.number().optional(),
    perDay: z.number().optional(),
    createdAt: z.string(),
    expiresAt: z.string(),
  });
  const limits = schema.safeParse(readJson(detail));
  return JSON.stringify(limits.success ? limits.data : null);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
