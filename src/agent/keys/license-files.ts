import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { LicenseError } from "../../license/license-error.ts";
import { type LicenseFileEntry, parseLicenseFile } from "../../license/license-file.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { KeySource, OfferedLine } from "./key-source.ts";

/** A file of the folder that cannot be used; the others still count. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
}

/** Keys from license files, as the vendor issued them. */
export interface LicenseFilesSource extends KeySource {
  problems(): Promise<readonly FileProblem[]>;
}

interface ReadFile {
  readonly stamp: string;
  readonly entries: readonly LicenseFileEntry[];
  readonly problem?: string;
}

/**
 * A folder of license files. Each line goes to the box whose serial number it carries; lines without one only to the box
 * for which the operator named the file. Files that change are read again.
 * @param named file names by box
 */
export function licenseFiles(folder: string, named: ReadonlyMap<SerialNumber, readonly string[]>): LicenseFilesSource {
  let files: ReadonlyMap<string, ReadFile> = new Map();
  const refresh = async () => {
    files = await readFolder(folder, files);
    return files;
  };
  const none = async () => [];
  return {
    name: "files",
    canCreate: false,
    async offers(serial) {
      const own = named.get(serial) ?? [];
      const lines = [...(await refresh())].flatMap(([file, { entries }]) =>
        entries
          .filter(({ line }) => (line.serial === undefined ? own.includes(file) : line.serial === serial))
          .map(({ line, lineNumber }): OfferedLine => ({ line, issuer: "vendor", source: `${file}:${lineNumber}` })),
      );
      return { lines, predefined: [] };
    },
    async problems() {
      const read = [...(await refresh())];
      const broken = read.flatMap(([file, { problem }]) => (problem === undefined ? [] : [{ file, message: problem }]));
      const wanted = [...new Set([...named.values()].flat())].filter((file) => !files.has(file));
      return [...broken, ...wanted.map((file) => ({ file, message: `is named for a box, and is not in ${folder}` }))];
    },
    balance: none,
    spentToday: async () => ({ box: 0, day: 0 }),
    claim: none,
    create: none,
    lookUp: async () => new Map(),
    find: none,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function readFolder(
  folder: string,
  before: ReadonlyMap<string, ReadFile>,
): Promise<ReadonlyMap<string, ReadFile>> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
  const read = new Map<string, ReadFile>();
  for (const name of names) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    const stamp = found === undefined ? "gone" : `${found.ctimeMs} ${found.size}`;
    const kept = before.get(name);
    // A pipe, say, would be waited for without end.
    const odd = found?.isFile() === false ? { entries: [], problem: "is no file" } : undefined;
    read.set(name, kept?.stamp === stamp ? kept : { stamp, ...(odd ?? (await readOne(file))) });
  }
  return read;
}

async function readOne(file: string): Promise<Omit<ReadFile, "stamp">> {
  try {
    return { entries: parseLicenseFile(await readFile(file)) };
  } catch (error) {
    const ours = error instanceof LicenseError;
    if (!ours && !(error instanceof Error && "syscall" in error)) throw error;
    return { entries: [], problem: error.message };
  }
}
