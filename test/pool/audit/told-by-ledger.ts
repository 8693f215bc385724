/** What the ledger tells of, and in it what it says nothing of: what boxes report, and how often a token was refused. */
export const toldByLedger: Readonly<Record<string, readonly string[]>> = {
  ledger: [],
  balance: [],
  activation_key: [],
  lot: [],
  lot_use: [],
  license_key: ["seen_at", "seen_on"],
  predefined: [],
  transfer: [],
  account: [],
  token: ["refused_at"],
  // The ledger tells of people by their addresses.
  person: ["id"],
  membership: [],
  invitation: [],
  request: [],
};
