import { sql } from "kysely";
import { dayStart } from "../ledger/day-start.ts";
import type { FindWarnings, FoundWarning, Watch } from "./warning.ts";

/** Tokens that created today as much as they may, or were refused more. */
export const usedUpBudgets: FindWarnings = async (watch, limit, after = "") => {
  const byToken = Map.groupBy(await spending(watch), ({ id }) => id);
  const found = [...byToken.values()].flatMap((rows) => warningsOf(rows, dayStart(watch.now)));
  return found
    .filter(({ key }) => key > after)
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .slice(0, limit);
};

/** What a token that may create did so for a box today. */
interface Spending {
  readonly id: string;
  readonly name: string;
  readonly per_box: number | null;
  readonly per_day: number | null;
  readonly refused_at: string | null;
  readonly serial: string | null;
  readonly created: number;
}

async function spending({ db, accountId, limits, now }: Watch): Promise<readonly Spending[]> {
  let tokens = db
    .selectFrom("token")
    .where("token.account_id", "=", accountId)
    .where("token.kind", "=", "agent")
    .where("token.per_day", "is not", null)
    .where("token.revoked_at", "is", null)
    .where("token.expires_at", ">", now.toISOString());
  if (limits !== undefined) tokens = tokens.where("token.id", "=", limits.id);
  return tokens
    .leftJoin("license_key", (join) =>
      join
        .onRef("license_key.token_id", "=", "token.id")
        .on("license_key.created_at", ">=", dayStart(now))
        .on("license_key.predefined", "=", 0),
    )
    .select(["token.id", "token.name", "token.per_box", "token.per_day", "token.refused_at", "license_key.serial"])
    .select(sql<number>`coalesce(sum(license_key.count), 0)`.as("created"))
    .groupBy(["token.id", "license_key.serial"])
    .execute();
}

function warningsOf(rows: readonly Spending[], midnight: string): FoundWarning[] {
  const [token] = rows;
  if (token === undefined) return [];
  const { id: tokenId, name, refused_at } = token;
  const [perBox, perDay] = [token.per_box ?? 0, token.per_day ?? 0];
  const warning = (message: string) =>
    ({ code: "budget-used-up", message: `the token ${name} ${message}`, tokenId }) as const;
  const day = rows.reduce((sum, { created }) => sum + created, 0);
  if (day >= perDay) {
    return [{ key: tokenId, warning: warning(`may create ${perDay} licenses a day, and created ${day} today`) }];
  }
  const boxes = rows.flatMap(({ serial, created }) =>
    created >= perBox && serial !== null
      ? {
          key: `${tokenId} ${serial}`,
          warning: {
            ...warning(`may create ${perBox} licenses a box and day, and created ${created} for ${serial} today`),
            serial,
          },
        }
      : [],
  );
  if (boxes.length > 0 || refused_at === null || refused_at < midnight) return boxes;
  const message = `was refused more today: it may create ${perBox} licenses a box and ${perDay} in all a day, and created ${day}`;
  return [{ key: tokenId, warning: warning(message) }];
}
