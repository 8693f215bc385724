import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { ConfigError } from "../../config/config-error.ts";
import { readSecret, secretPath } from "../../config/secret.ts";
import type { PoolServerEntry } from "../../config/varsync-config.ts";
import { remoteManager } from "../../pool/client/remote-manager.ts";
import type { RemoteManagerOptions } from "../../pool/client/remote-options.ts";
import type { LicenseManager } from "../../pool/operations/license-manager.ts";

/**
 * The license manager behind the configured pool server.
 * @param as whose token is in the file, or anyone: without a token, and for no account
 * @throws ConfigError for a file that cannot be read
 */
export async function openPoolServer(
  { url, tokenFile, caFile, account }: PoolServerEntry,
  { signal, times }: Pick<RemoteManagerOptions, "signal" | "times">,
  as: "token" | "anyone" = "token",
): Promise<LicenseManager> {
  return remoteManager({
    url,
    // Before somebody logged in there is none.
    token: async () =>
      as === "token" && existsSync(secretPath(tokenFile)) ? readSecret({ file: tokenFile }) : undefined,
    ...(caFile !== undefined && { ca: await readCertificates(caFile) }),
    ...(as === "token" && account !== undefined && { account }),
    ...(signal && { signal }),
    ...(times && { times }),
  });
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ConfigError(`caFile ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
