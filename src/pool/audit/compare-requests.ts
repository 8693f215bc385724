import type { Kysely } from "kysely";
import { z } from "zod";
import type { LicenseKeyRow, PoolTables } from "../pool-tables.ts";
import type { KeyBook } from "./books.ts";
import type { Difference } from "./difference.ts";

/** What notes the request id that it was asked with. */
const asked = ["create-key", "activate", "claim", "import"];

/** Whether every request id that the ledger tells of is known: asked again with it, the pool would do the same again. */
export async function compareRequests(db: Kysely<PoolTables>): Promise<Difference | undefined> {
  const lost = await db
    .selectFrom("ledger")
    .leftJoin("request", (join) =>
      join.onRef("request.account_id", "=", "ledger.account_id").onRef("request.id", "=", "ledger.request_id"),
    )
    .select(["ledger.sequence", "ledger.request_id"])
    .where("ledger.request_id", "is not", null)
    .where("ledger.action", "in", asked)
    .where((is) =>
      is.or([
        is("request.id", "is", null),
        // What came later may be claimed by an id that claimed before.
        is.and([is("ledger.action", "!=", "claim"), is("request.created_at", "!=", is.ref("ledger.at"))]),
      ]),
    )
    .orderBy("ledger.sequence")
    .limit(1)
    .executeTakeFirst();
  return lost && { message: `the request id ${lost.request_id} is not what the ledger says`, entry: lost.sequence };
}

const text = z.string().optional();
const content = z
  .array(z.tuple([z.string(), z.unknown()]))
  .transform((entries) => Object.fromEntries(entries))
  .pipe(
    z.object({
      type: z.string(),
      count: z.number().optional(),
      total: z.number().optional(),
      serial: text,
      customer: text,
      location: text,
      description: text,
    }),
  );

/** Whether a request for one license key asks for what the key is; of other requests only a hash is kept. */
export function isRequestFor(key: LicenseKeyRow, book: KeyBook, request: string): boolean {
  if (/^\[\["(batch|import|claim)",/.test(request)) return true;
  const parsed = content.safeParse(readJson(request));
  if (!parsed.success || JSON.stringify(readJson(request)) !== request) return false;
  const { type, count, total, serial, customer, location, description } = parsed.data;
  return (
    type === key.type &&
    (count === undefined ? total === (book.total ?? total) : count === key.count) &&
    (serial === undefined || serial === key.serial) &&
    (customer || null) === key.customer &&
    (location || null) === key.location &&
    (description || null) === key.description
  );
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
