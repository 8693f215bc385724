import { balanceIn } from "../ledger/balance.ts";
import { isLow } from "./warn-limits.ts";
import type { FindWarnings } from "./warning.ts";

/** License types of which few are left. */
export const lowBalances: FindWarnings = async ({ db, accountId, warnLimits }, limit, after) => {
  const all = await balanceIn(db, accountId);
  const rest = all.slice(all.findIndex(({ type }) => type === after) + 1);
  const low = rest.filter((balance) => isLow(warnLimits, balance)).slice(0, limit);
  return low.map(({ type, loaded, left }) => ({
    key: type,
    warning: { code: "low-balance", message: `${left} of ${loaded} ${type} are left`, type, left },
  }));
};
