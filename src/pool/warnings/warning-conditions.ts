import type { Condition } from "../../webhook/notices.ts";
import type { Pool } from "../open-pool.ts";
import { accountWarnings } from "./account-warnings.ts";
import type { Warning } from "./warning.ts";

/** So many of one code are told of an account one by one; of what is beyond that, only that there is more. */
const most = 20;

/** What people are told of all accounts that are not disabled. */
export async function warningConditions(pool: Pool): Promise<Condition[]> {
  const conditions: Condition[] = [];
  for await (const { account, code, found } of accountWarnings(pool, most + 1)) {
    const told = found.slice(0, most).map(({ key, warning }) => conditionOf(account, code, key, warning.message));
    conditions.push(...told);
    if (found.length > most)
      conditions.push(conditionOf(account, code, "", "more of it; varsync pool warnings lists all"));
  }
  return conditions;
}

function conditionOf(account: string, event: Warning["code"], key: string, message: string): Condition {
  return { subject: [event, account, key].join(" "), event, message: `${account}: ${message}`, afterMs: 0 };
}

/** The account that such a condition is about. */
export function accountOf(subject: string): string {
  return subject.split(" ")[1] ?? "";
}
