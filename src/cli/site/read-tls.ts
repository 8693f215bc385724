import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { ConfigError } from "../../config/config-error.ts";
import { secretPath } from "../../config/secret.ts";
import { systemReason } from "./system-reason.ts";

/** A certificate and its key, in PEM. */
export interface TlsText {
  readonly cert: string;
  readonly key: string;
}

/** @throws ConfigError for files that cannot be read, or are no certificate with its key */
export async function readTls({
  certFile,
  keyFile,
}: {
  readonly certFile: string;
  readonly keyFile: string;
}): Promise<TlsText> {
  const files = { cert: await read(certFile), key: await read(secretPath(keyFile)) };
  try {
    createSecureContext(files);
    return files;
  } catch (error) {
    const wanted = "wanted are a certificate and the key that belongs to it, in PEM";
    throw new ConfigError(`poolServer.tls: ${certFile} and ${keyFile}: ${wanted} (${systemReason(error)})`);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ConfigError(`poolServer.tls: ${file}: ${systemReason(error)}`);
  }
}
