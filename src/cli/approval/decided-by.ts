import { userInfo } from "node:os";

/** Who sits at the keyboard, for the journal: behind sudo the person, not root. */
export function decidedBy(): string {
  const { SUDO_USER: person } = process.env;
  try {
    return person ?? userInfo().username;
  } catch {
    return person ?? `user ${process.getuid?.() ?? "unknown"}`;
  }
}
