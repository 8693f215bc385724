import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { readCheckedYaml } from "../checked-yaml/read-checked-yaml.ts";
import { ConfigError } from "./config-error.ts";
import { findContradictions } from "./find-contradictions.ts";
import { resolveConfig } from "./resolve-config.ts";
import { configSchema } from "./schema/config-schema.ts";
import type { VarsyncConfig } from "./varsync-config.ts";

/** Where the configuration is looked for when no file is named. */
export const defaultFiles = ["varsync.yaml", "/etc/varsync/varsync.yaml"] as const;

/**
 * Loads the configuration.
 * @param file as given with `--config`; else the first of `defaultFiles` that exists
 * @throws CheckedYamlError for mistakes in the file, ConfigError when there is none
 */
export async function loadConfig(file: string | undefined): Promise<VarsyncConfig> {
  const found = file ?? (await firstExisting());
  if (found === undefined) {
    throw new ConfigError(
      `there is no ${defaultFiles.join(" and no ")}; run varsync init to write one, or name one with --config`,
    );
  }
  const path = resolve(found);
  const { data, error } = await readCheckedYaml(path, configSchema);
  const contradictions = findContradictions(data);
  if (contradictions.length > 0) throw error(contradictions);
  return resolveConfig(data, dirname(path), path);
}

/** The configuration of a folder without a file: for commands that need none, like those of the pool. */
export function defaultConfig(networks: readonly string[] = []): VarsyncConfig {
  const data = configSchema.parse({ networks, pool: { database: "./state/pool.db" } });
  return resolveConfig(data, process.cwd(), undefined);
}

/** The configuration if there is a file. One that was named must exist. */
export async function loadConfigIfAny(file: string | undefined): Promise<VarsyncConfig | undefined> {
  return file === undefined && (await firstExisting()) === undefined ? undefined : loadConfig(file);
}

async function firstExisting(): Promise<string | undefined> {
  for (const file of defaultFiles) {
    try {
      await access(file);
      return file;
    } catch {}
  }
  return undefined;
}
