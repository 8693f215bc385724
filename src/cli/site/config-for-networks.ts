import { defaultConfig, loadConfigIfAny } from "../../config/load-config.ts";
import { networkSchema, type Range } from "../../config/network.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage/usage-error.ts";

/**
 * The configuration, narrowed to the given networks; they stand in for a configuration that does not exist.
 * @throws UsageError for a network that is none, or that lies outside the configured ones
 */
export async function configForNetworks(
  context: Pick<CommandContext, "config" | "configFile">,
  networks: readonly string[] | undefined,
): Promise<VarsyncConfig> {
  if (networks === undefined) return context.config();
  const ranges = networks.map(parse);
  const configured = await loadConfigIfAny(context.configFile);
  if (configured === undefined) return defaultConfig(networks);
  for (const range of ranges) {
    if (!configured.networks.some(({ first, last }) => first <= range.first && range.last <= last)) {
      const all = configured.networks.map(({ cidr }) => cidr).join(", ");
      throw new UsageError(`${range.cidr} is not inside the configured networks (${all})`);
    }
  }
  return { ...configured, networks: ranges };
}

function parse(cidr: string): Range {
  const parsed = networkSchema.safeParse(cidr);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--network ${cidr}: ${parsed.error.issues[0]?.message}`);
}
