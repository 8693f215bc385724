import { copiedAgents, crowdedSites } from "./agent-warnings.ts";
import { keysStillInstalled } from "./keys-still-installed.ts";
import { lowBalances } from "./low-balances.ts";
import { unseenKeys } from "./unseen-keys.ts";
import { usedUpBudgets } from "./used-up-budgets.ts";
import type { FindWarnings, Warning } from "./warning.ts";

/** How the warnings of each code are found. */
export const findWarnings: Readonly<Record<Warning["code"], FindWarnings>> = {
  "low-balance": lowBalances,
  "budget-used-up": usedUpBudgets,
  "never-seen": unseenKeys,
  "revoked-but-installed": keysStillInstalled,
  "two-agents": crowdedSites,
  "agent-copied": copiedAgents,
};
