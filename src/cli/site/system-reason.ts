const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there already",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such address",
  ENOENT: "there is no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "this user may not do that",
};

/** Why the system refused something, in words for a person. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return sentences[code] ?? (error instanceof Error ? error.message : String(error));
}
