import { access } from "node:fs/promises";
import { ConfigError } from "./config-error.ts";
import type { VarsyncConfig } from "./varsync-config.ts";

/**
 * Looks at what the configuration points to: every secret can be read, every folder is there.
 * @throws ConfigError that names all that is wrong
 */
export async function checkConfig(config: VarsyncConfig): Promise<void> {
  const checks = [
    ...config.credentials.map((entry) => entry.password()),
    config.discovery.snmpCommunity(),
    ...[config.filesDir, config.profilesDir].map((folder) => folder && mustExist(folder)),
  ];
  const wrong = (await Promise.allSettled(checks)).flatMap((one) =>
    one.status === "rejected" ? [one.reason as unknown] : [],
  );
  const [first] = wrong;
  if (first === undefined) return;
  if (!wrong.every((error) => error instanceof ConfigError)) throw first;
  throw new ConfigError(wrong.map((error) => error.message).join("\n"));
}

async function mustExist(folder: string): Promise<void> {
  try {
    await access(folder);
  } catch {
    throw new ConfigError(`the folder ${folder} does not exist or cannot be read`);
  }
}
