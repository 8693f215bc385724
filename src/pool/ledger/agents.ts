import type { Account } from "../access/account.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import type { AgentRow } from "../pool-tables.ts";

/** What an agent tells of itself. Reports form a chain: each names the one before it. */
export interface AgentReport {
  readonly agent: string;
  readonly site: string;
  readonly after?: string | undefined;
  readonly next: string;
  /** The time between two reports, in milliseconds. */
  readonly everyMs: number;
  /** Its state folder comes from another machine, where it may still be at work. */
  readonly moved?: boolean | undefined;
}

/** An agent of a site. */
export interface SiteAgent {
  readonly agent: string;
  readonly lastReport: string;
  /** When a copy of it reported, too. */
  readonly copySeen?: string;
}

export type AgentVerdict =
  | { readonly verdict: "go-on"; readonly others: readonly SiteAgent[] }
  /** Its chain was gone on with by somebody else, who is at work. */
  | { readonly verdict: "copied" }
  /** It may take over once the one elsewhere has been silent long enough. */
  | { readonly verdict: "wait" };

/** So many reports that did not come, and an agent is taken to be gone. */
const patience = 3;

/**
 * Takes an agent's report, and says whether it is the only one of its id: a copy of a state folder or machine goes on
 * from the same report, so the second of the two falls out of line. One that was silent for three reports is gone, and
 * whoever has its state takes over.
 */
export function reportAgent(pool: Pool, actor: Actor, report: AgentReport): Promise<AgentVerdict> {
  const { agent: id, site, after, next, everyMs, moved = false } = report;
  const account_id = actor.account.id;
  return inTransaction(pool, async ({ db, at }) => {
    const time = new Date(at);
    const agents = await db.selectFrom("agent").selectAll().where("account_id", "=", account_id).execute();
    const known = agents.find((agent) => agent.id === id);
    const isAtWork = known !== undefined && isLive(known, time);
    const isNext = known === undefined || after === known.last || next === known.last;
    if (!isNext && isAtWork) {
      const mine = db.updateTable("agent").where("account_id", "=", account_id).where("id", "=", id);
      await mine.set({ copy_seen_at: at }).execute();
      return { verdict: "copied" };
    }
    if (moved && (known === undefined || isAtWork)) return { verdict: "wait" };
    const now = { site, last: next, every_ms: everyMs, reported_at: at };
    await db
      .insertInto("agent")
      .values({ account_id, id, ...now, first_at: at, copy_seen_at: null })
      .onConflict((conflict) => conflict.columns(["account_id", "id"]).doUpdateSet(now))
      .execute();
    const others = agents.filter((agent) => agent.id !== id && agent.site === site && isLive(agent, time));
    return { verdict: "go-on", others: others.map(toSiteAgent) };
  });
}

/** The account's agents that reported within the last month, by site. */
export async function agentsBySite({ db, now }: Pool, account: Account): Promise<ReadonlyMap<string, SiteAgent[]>> {
  const at = now();
  const since = new Date(at.getTime() - listedMs).toISOString();
  const agents = db.selectFrom("agent").selectAll().where("account_id", "=", account.id);
  const rows = await agents.where("reported_at", ">", since).orderBy("id").execute();
  const bySite = Map.groupBy(rows, ({ site }) => site);
  return new Map([...bySite].map(([site, some]) => [site, some.map(toSiteAgent)]));
}

const listedMs = 30 * 24 * 3_600_000;

/** Whether it reported not long ago; a report of the future was taken by a clock that was wrong. */
export function isLive({ reported_at, every_ms }: AgentRow, now: Date): boolean {
  const silentMs = now.getTime() - Date.parse(reported_at);
  return Math.abs(silentMs) <= patience * Number(every_ms);
}

function toSiteAgent({ id, reported_at, copy_seen_at }: AgentRow): SiteAgent {
  return { agent: id, lastReport: reported_at, ...(copy_seen_at !== null && { copySeen: copy_seen_at }) };
}
