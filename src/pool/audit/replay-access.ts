import { z } from "zod";
import type { Books, MembershipBook } from "./books.ts";
import { type Change, type Detail, type Entry, readJson, update } from "./change.ts";

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

/** Entries about accounts, people and tokens. */
export const accessChanges: Readonly<Record<string, Change>> = {
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
};

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
