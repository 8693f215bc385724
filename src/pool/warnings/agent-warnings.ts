import { isLive } from "../ledger/agents.ts";
import type { AgentRow } from "../pool-tables.ts";
import type { FindWarnings, FoundWarning, Watch } from "./warning.ts";

/** A copy stands back once it was told: it is told of for a day. */
const copyToldMs = 24 * 3_600_000;

/** Sites at which more than one agent is at work. */
export const crowdedSites: FindWarnings = async (watch, limit, after = "") => {
  const live = (await agentsOf(watch)).filter((agent) => isLive(agent, watch.now));
  const found = [...Map.groupBy(live, ({ site }) => site)].flatMap(([site, agents]): FoundWarning[] => {
    if (agents.length < 2) return [];
    const ids = agents.map(({ id }) => id).join(", ");
    const message = `${agents.length} agents are at work at the site ${site}: ${ids}; one is enough`;
    return [{ key: site, warning: { code: "two-agents", message, site } }];
  });
  return some(found, limit, after);
};

/** Agents of which a copy reported, too. */
export const copiedAgents: FindWarnings = async (watch, limit, after = "") => {
  const since = new Date(watch.now.getTime() - copyToldMs).toISOString();
  const found = (await agentsOf(watch)).flatMap(({ id, site, copy_seen_at }): FoundWarning[] => {
    if (copy_seen_at === null || copy_seen_at < since) return [];
    const message = `the agent ${id} of the site ${site} was copied: another one with its id reported at ${copy_seen_at}, and stands back`;
    return [{ key: id, warning: { code: "agent-copied", message, site } }];
  });
  return some(found, limit, after);
};

function agentsOf({ db, accountId, limits }: Watch): Promise<AgentRow[]> {
  const agents = db.selectFrom("agent").selectAll().where("account_id", "=", accountId);
  if (limits === undefined) return agents.execute();
  return agents.where("site", "=", limits.site ?? "").execute();
}

function some(found: readonly FoundWarning[], limit: number, after: string): readonly FoundWarning[] {
  const sorted = found.filter(({ key }) => key > after).sort((one, other) => (one.key < other.key ? -1 : 1));
  return sorted.slice(0, limit);
}
