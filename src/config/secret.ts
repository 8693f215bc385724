import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ConfigError } from "./config-error.ts";

/** Where a secret is: a file, or an environment variable. */
export interface SecretSource {
  readonly file?: string | undefined;
  readonly env?: string | undefined;
}

/**
 * Reads a secret; of a file (UTF-8) only the line end at the end is no part of it.
 * @throws ConfigError when it is missing, empty, or the file is readable by others
 */
export async function readSecret({ file, env }: SecretSource): Promise<string> {
  if (file !== undefined) return readSecretFile(secretPath(file));
  const value = process.env[env ?? ""];
  if (value === undefined || value === "") throw new ConfigError(`the environment variable ${env} is not set`);
  return value;
}

/** At once: a secret is a few bytes and read for every box, and a turn of the thread pool costs ten times as much. */
function readSecretFile(file: string): string {
  const why = (message: string) => new ConfigError(`secret file ${file}: ${message}`);
  try {
    const found = statSync(file);
    if (!found.isFile()) throw why("is no file");
    const { mode } = found;
    if ((mode & 0o077) !== 0 && !isCredential(file) && !isInOwnGroupsFolder(file)) {
      throw why(`is readable by others; run: chmod 600 ${file}`);
    }
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw why("is no UTF-8");
    const secret = bytes.toString("utf8").replace(/\r?\n$/, "");
    if (secret === "") throw why("is empty");
    return secret;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw why("there is no such file");
    if (code === "EACCES") {
      throw why(`this user may not read it${isInOwnGroupsFolder(file) ? `; run as root: chmod 640 ${file}` : ""}`);
    }
    throw why(`cannot be read (${String(code)})`);
  }
}

/**
 * Where a secret file is read. As a service the files are handed over by systemd
 * (`LoadCredential=secret:/etc/varsync/secrets`), each under the name `secret_<name of the file>`; by hand it is the file
 * itself.
 */
export function secretPath(file: string): string {
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  const credential = folder && join(folder, `secret_${basename(file)}`);
  return credential && existsSync(credential) ? credential : file;
}

/** Whether root gave the folder to this user's group, and to nobody else: then the mode of what lies in it does not matter. */
function isInOwnGroupsFolder(file: string): boolean {
  try {
    const { uid, gid, mode } = statSync(dirname(file));
    return uid === 0 && gid !== 0 && gid === process.getegid?.() && (mode & 0o007) === 0;
  } catch {
    return false;
  }
}

/** systemd hands credentials over in a folder that only the service can enter; their own mode does not matter. */
function isCredential(file: string): boolean {
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  return folder !== undefined && file.startsWith(`${folder}/`);
}
