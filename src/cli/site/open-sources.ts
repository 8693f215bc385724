import { join } from "node:path";
import { type RefusedCredentials, vendorName } from "../../agent/journal/refused-credentials.ts";
import { answerStore } from "../../agent/keys/answers/answer-store.ts";
import { answeredKeys } from "../../agent/keys/answers/answered-keys.ts";
import { openEmbeddedPool } from "../../agent/keys/embedded-pool.ts";
import type { KeySource } from "../../agent/keys/key-source.ts";
import { licenseFiles } from "../../agent/keys/license-files.ts";
import { rememberedSource } from "../../agent/keys/remembered-source.ts";
import { ConfigError } from "../../config/config-error.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";

/**
 * Opens where keys come from, in the operator's order of preference; what was carried here by hand comes before all.
 * @throws ConfigError for a source that is not configured or a file that cannot be used; StoreError, PoolError
 */
export async function openSources(
  config: VarsyncConfig,
  refused: RefusedCredentials,
  now: () => Date,
): Promise<KeySource[]> {
  await using opened = new AsyncDisposableStack();
  const answers = await answerStore(config.stateDir).taken();
  const sources: KeySource[] = answers.length > 0 ? [answeredKeys(answers)] : [];
  for (const name of config.keys) {
    sources.push(opened.use(await openSource(name, config, refused, now)));
  }
  opened.move();
  return sources;
}

function openSource(
  name: VarsyncConfig["keys"][number],
  config: VarsyncConfig,
  refused: RefusedCredentials,
  now: () => Date,
): Promise<KeySource> {
  if (name === "files") return openFiles(config);
  return name === "vendor" ? openVendor(config, refused, now) : openPool(config, now);
}

async function openVendor(
  { vendor, stateDir, file }: VarsyncConfig,
  refused: RefusedCredentials,
  now: () => Date,
): Promise<KeySource> {
  if (vendor === undefined) throw new ConfigError(`${file}: keys names vendor; add vendor: {url: …}`);
  const { vendorSite } = await import("../../agent/keys/vendor-site/vendor-site.ts");
  return vendorSite({
    ...vendor,
    stateDir,
    now,
    refused: {
      isRefused: (login) => refused.isRefused(vendorName, login),
      refuse: (login) => refused.refuse(vendorName, login, now()),
    },
  });
}

async function openPool({ pool, file, site, stateDir }: VarsyncConfig, now: () => Date): Promise<KeySource> {
  if (pool === undefined) throw new ConfigError(`${file}: keys names pool; add pool: {database: ./state/pool.db}`);
  if ("database" in pool) return openEmbeddedPool(await pool.address(), pool.account, now);
  const { openServerSource } = await import("./open-server-source.ts");
  return rememberedSource(await openServerSource(pool, site), join(stateDir, "pool-memory"));
}

/** A file that cannot be used is an error: what it lacks would be created instead, and paid for. */
export async function openFiles({ filesDir, boxes, file }: VarsyncConfig): Promise<KeySource> {
  if (filesDir === undefined) throw new ConfigError(`${file}: keys names files; add files: {dir: ./licenses}`);
  const named = new Map([...boxes].map(([serial, box]) => [serial, box.files]));
  const source = licenseFiles(filesDir, named);
  const problems = await source.problems();
  if (problems.length === 0) return source;
  const all = problems.slice(0, 10).map((one) => `license file ${one.file} in ${filesDir}: ${one.message}`);
  const more = problems.length > all.length ? [`… and ${problems.length - all.length} more files`] : [];
  throw new ConfigError([...all, ...more, "Mend them, or move them away."].join("\n"));
}
