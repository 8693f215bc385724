import { readdir } from "node:fs/promises";
import { ConfigError } from "./config-error.ts";
import { readSecret } from "./secret.ts";
import type { VarsyncConfig } from "./varsync-config.ts";

/**
 * Looks at what the configuration points to: every secret can be read, every folder and profile is there.
 * @param profiles ids of the device profiles
 * @throws ConfigError that names all that is wrong
 */
export async function checkConfig(config: VarsyncConfig, profiles: readonly string[]): Promise<void> {
  const checks = [
    ...config.credentials.map((entry) => mustBeProfile(entry.match.profile, profiles)),
    ...config.credentials.map((entry) => entry.password()),
    config.discovery.snmpCommunity(),
    ...config.webhooks.map((webhook) => webhook.secret()),
    ...(config.vendor ? [config.vendor.password()] : []),
    ...poolSecrets(config),
    ...[config.filesDir, config.profilesDir].filter((folder) => folder !== undefined).map(mustExist),
  ];
  const wrong = (await Promise.allSettled(checks)).flatMap((one) =>
    one.status === "rejected" ? [one.reason as unknown] : [],
  );
  const [first] = wrong;
  if (first === undefined) return;
  if (!wrong.every((error) => error instanceof ConfigError)) throw first;
  throw new ConfigError(wrong.map((error) => error.message).join("\n"));
}

function poolSecrets({ pool, keys }: VarsyncConfig): Promise<unknown>[] {
  if (pool === undefined) return [];
  if ("database" in pool) return [pool.address()];
  // Before somebody logged in there is none, and commands that need no keys go without.
  return keys.includes("pool") ? [readSecret({ file: pool.tokenFile })] : [];
}

async function mustExist(folder: string): Promise<void> {
  try {
    await readdir(folder);
  } catch {
    throw new ConfigError(`the folder ${folder} does not exist or cannot be read`);
  }
}

async function mustBeProfile(name: string | undefined, profiles: readonly string[]): Promise<void> {
  if (name === undefined || profiles.includes(name)) return;
  throw new ConfigError(`credentials: there is no profile "${name}"; there are ${profiles.join(", ")}`);
}
