/** What an agent's token may do: look, claim predefined licenses, create license keys from the balance. */
export const scopes = ["read", "claim", "create"] as const;

export type Scope = (typeof scopes)[number];
