/**
 * - `store-unusable`: the file cannot be opened, is no database, or is damaged
 * - `store-newer`: it was written by a newer version of varsync
 * - `store-read-only`: nothing can be written there
 * - `disk-full`: there is no room left
 * - `store-busy`: other processes hold it for too long
 * - `store-unreachable`: the database server does not answer, or the connection to it was lost
 */
export type StoreErrorCode =
  | "store-unusable"
  | "store-newer"
  | "store-read-only"
  | "disk-full"
  | "store-busy"
  | "store-unreachable";

/** A database file that cannot be used, in a sentence for a person. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StoreError";
    this.code = code;
  }
}

/** SQLite's primary result codes that mean something to a person. */
const meanings: Readonly<Record<number, readonly [StoreErrorCode, string]>> = {
  5: ["store-busy", "other processes hold it for too long; try again"],
  8: ["store-read-only", "it cannot be written; look at the rights of file and folder"],
  10: ["store-unusable", "the disk reports an error"],
  11: ["store-unusable", "it is damaged; restore it from a backup"],
  13: ["disk-full", "the disk is full; make room and run the same command again"],
  14: ["store-unusable", "it cannot be opened; look at the rights of file and folder"],
  26: ["store-unusable", "it is no database"],
};

/** What one of the codes of code 10 means: no room for the file that the processes share beside a database. */
const sharedMemoryFull = 4874;

/** The error as a StoreError, if it is one of SQLite's or the system's that means something to a person; else itself. */
export function asStoreError(error: unknown, path: string): unknown {
  const code = extendedCode(error) === sharedMemoryFull ? 13 : sqliteCode(error);
  const meaning = code === undefined ? undefined : meanings[code];
  return meaning ? new StoreError(meaning[0], `${path}: ${meaning[1]}`, error) : folderError(error, path);
}

/** The primary result code of an error that node:sqlite threw. */
export function sqliteCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function extendedCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode;
}

/** Whether the error tells of a SQLite file that is damaged, or none. */
export function isDamage(error: unknown): error is StoreError {
  return error instanceof StoreError && [11, 26].includes(sqliteCode(error.cause) ?? 0);
}

function folderError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const code = "code" in error ? error.code : undefined;
  const words = {
    EACCES: "this user may not write there",
    EPERM: "this user may not write there",
    ENOTDIR: "a part of the path is a file, not a folder",
    EEXIST: "a part of the path is a file, not a folder",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    EDQUOT: "this user's share of the disk is used up",
  };
  const why = words[code as keyof typeof words] ?? error.message;
  return new StoreError(
    code === "ENOSPC" || code === "EDQUOT" ? "disk-full" : "store-read-only",
    `${path}: ${why}`,
    error,
  );
}
