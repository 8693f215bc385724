import type { SerialNumber } from "../../license/serial-number.ts";
import type { Account } from "../access/account.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { agentsBySite, type SiteAgent } from "./agents.ts";
import { afterOf, type Page, type PageOf, pageOf } from "./page.ts";

/** How many boxes one statement keeps. */
const atOnce = 500;

/** A box, and what its site said of it last. */
export type SiteBox = { readonly serial: SerialNumber } & object;

/** A site that reports to the pool. */
export interface Site {
  readonly site: string;
  readonly lastReport: string;
  /** Those that reported lately. */
  readonly agents: readonly SiteAgent[];
  readonly boxes: readonly SiteBox[];
}

/** Keeps how all boxes of a site stand; those that it no longer names leave the site, and stay the account's. */
export function reportSite(pool: Pool, actor: Actor, name: string, boxes: readonly SiteBox[]): Promise<void> {
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const whose = { account_id: actor.account.id, name };
    await db
      .insertInto("site")
      .values({ ...whose, reported_at: at })
      .onConflict((conflict) => conflict.columns(["account_id", "name"]).doUpdateSet({ reported_at: at }))
      .execute();
    await db
      .updateTable("box")
      .set({ site: null, state: null })
      .where("account_id", "=", actor.account.id)
      .where("site", "=", name)
      .execute();
    // Of a box that is named twice what is said last: no database takes a row twice in one statement.
    const last = [...new Map(boxes.map((box) => [box.serial, box])).values()];
    for (let start = 0; start < last.length; start += atOnce) {
      await keepStates(transaction, actor, name, last.slice(start, start + atOnce));
    }
  });
}

async function keepStates(
  { db, at }: PoolTransaction,
  { name, account }: Actor,
  site: string,
  boxes: readonly SiteBox[],
): Promise<void> {
  const rows = boxes.map(({ serial, ...state }) => ({
    account_id: account.id,
    serial,
    added_by: name,
    added_at: at,
    site,
    state: JSON.stringify(state),
    reported_at: at,
  }));
  await db
    .insertInto("box")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["account_id", "serial"]).doUpdateSet(({ ref }) => ({
        site,
        state: ref("excluded.state"),
        reported_at: at,
      })),
    )
    .execute();
}

/** The account's sites, by name, with their boxes. */
export async function listSites(pool: Pool, account: Account, page: Page): Promise<PageOf<Site>> {
  const { db } = pool;
  const agents = await agentsBySite(pool, account);
  const after = afterOf(page, ["name"]);
  let query = db
    .selectFrom("site")
    .select(["name", "reported_at"])
    .where("account_id", "=", account.id)
    .orderBy("name")
    .limit(page.limit + 1);
  if (after) query = query.where("name", ">", after.name);
  const { items: sites, ...more } = pageOf(await query.execute(), page, ({ name }) => [name]);
  if (sites.length === 0) return { items: [] };
  const boxes = await db
    .selectFrom("box")
    .selectAll()
    .where("account_id", "=", account.id)
    .where(
      "site",
      "in",
      sites.map(({ name }) => name),
    )
    .orderBy("serial")
    .execute();
  const boxesOf = Map.groupBy(boxes, ({ site }) => site);
  const items = sites.map(({ name, reported_at }) => ({
    site: name,
    lastReport: reported_at,
    agents: agents.get(name) ?? [],
    boxes: (boxesOf.get(name) ?? []).map(({ serial, state }) => ({ ...readState(state), serial })),
  }));
  return { items, ...more };
}

function readState(json: string | null): Record<string, unknown> {
  return json === null ? {} : (JSON.parse(json) as Record<string, unknown>);
}
