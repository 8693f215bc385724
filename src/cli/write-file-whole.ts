import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { asCaller } from "./as-caller.ts";

interface WriteOptions {
  /** Without it a file that exists is an error, `EEXIST`. */
  readonly overwrite: boolean;
}

/**
 * Writes a file so that it is there whole or not at all; readable by its owner only, since keys may stand in it. What is
 * no file, as `/dev/stdout` or a pipe, is written to and never replaced; where a link leads to, the file is written there.
 */
export function writeFileWhole(file: string, text: string, { overwrite }: WriteOptions): void {
  const there = overwrite ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (there === undefined) writePart(file, text, linkSync);
  else if (there.isFile()) writePart(realpathSync(file), text, renameSync);
  else writeFileSync(file, text);
}

function writePart(file: string, text: string, place: (part: string, file: string) => void): void {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    writeSynced(part, text);
    place(part, file);
  } catch (error) {
    // The name of the part means nothing to a person.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  } finally {
    removeQuietly(part);
  }
}

/** The same for a file that was named on the command line. */
export function writeOutput(file: string, text: string, options: WriteOptions): void {
  asCaller(() => writeFileWhole(file, text, options));
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Where it could not be written it cannot be removed either. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
