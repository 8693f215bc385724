import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../config/config-error.ts";
import { writeFileWhole } from "./write-file-whole.ts";

/**
 * The Ed25519 key that this installation signs with, made when it is wanted first. It lies beside the pool's database and
 * not in it: whoever can only change the database cannot sign.
 * @throws ConfigError when the file holds something else
 */
export async function signingKey(stateDir: string): Promise<KeyObject> {
  const file = join(stateDir, "pool-signing.key");
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const there = await readFile(file, "utf8").catch((error: Error & { code?: string }) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (there === undefined) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    try {
      writeFileWhole(file, pem, { overwrite: false });
    } catch (error) {
      // Of two processes that make one at once, one wins.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    return signingKey(stateDir);
  }
  try {
    const key = createPrivateKey(there);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // told below
  }
  throw new ConfigError(`${file}: is no Ed25519 key; restore it from a backup`);
}
