import { shownDatabase } from "./database.ts";
import type { VarsyncConfig } from "./varsync-config.ts";

/**
 * The configuration as it is in force, for a person: defaults filled in, secrets left out.
 * @param webhookName what a webhook is called, whose address may be a secret
 */
export function showConfig(config: VarsyncConfig, webhookName: (url: string) => string): Record<string, unknown> {
  const { credentials, networks, boxes, hostKeys, discovery, policy, pool, webhooks, vendor, ...rest } = config;
  return {
    ...rest,
    networks: networks.map(({ cidr }) => cidr),
    discovery: {
      ways: discovery.ways,
      probesPerSecond: discovery.probesPerSecond,
      everyMs: discovery.everyMs,
      snmpCommunity: "***",
    },
    policy,
    webhooks: webhooks.map((webhook) => ({ ...webhook, url: webhookName(webhook.url), secret: "***" })),
    ...(pool && { pool: shownPool(pool) }),
    ...(vendor && { vendor: { ...vendor, url: vendor.url.href, password: "***" } }),
    credentials: credentials.map(({ match, user }) => ({
      match: { ...match, ...(match.network && { network: match.network.cidr }) },
      user,
      password: "***",
    })),
    hostKeys: Object.fromEntries(hostKeys),
    boxes: Object.fromEntries(
      [...boxes].map(([serial, box]) => [serial, { ...box, licenses: Object.fromEntries(box.licenses) }]),
    ),
  };
}

function shownPool(pool: NonNullable<VarsyncConfig["pool"]>): Record<string, unknown> {
  if ("database" in pool) {
    const { address: _, ...rest } = pool;
    return { ...rest, database: shownDatabase(pool.database) };
  }
  return { ...pool, url: pool.url.href };
}
