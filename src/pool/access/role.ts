/**
 * What somebody may be to the pool. `operator`: can open its database. `issuer`: a person of an issuer's account.
 * `owner`, `member`: a person of a reseller's account. `auditor`: reads one account. `agent-…`: a token with that scope.
 * `anyone`: whoever can reach the server.
 */
export const roles = [
  "operator",
  "issuer",
  "owner",
  "member",
  "auditor",
  "agent-read",
  "agent-claim",
  "agent-create",
  "anyone",
] as const;

export type Role = (typeof roles)[number];

/** People who may look at an account's own things. */
export const people = ["operator", "issuer", "owner", "member", "auditor"] as const satisfies Role[];

/** The same, and agents, which see only their boxes. */
export const readers = [...people, "agent-read"] as const satisfies Role[];

/** Who may spend from an account's balance, and do what cannot be undone. */
export const spenders = ["operator", "issuer", "owner", "member"] as const satisfies Role[];
