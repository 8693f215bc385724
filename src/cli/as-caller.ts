/**
 * Does something as the user who ran the command, root, where it became the owner of the state folder: reading or writing
 * a file that was named on the command line. At once, since nothing else is to run as root.
 */
export function asCaller<T>(work: () => T): T {
  const [user, group] = [process.geteuid?.(), process.getegid?.()];
  const [caller, callersGroup] = [process.getuid?.(), process.getgid?.()];
  if (user === undefined || group === undefined || caller === undefined || caller === user) return work();
  process.seteuid?.(caller);
  process.setegid?.(callersGroup ?? group);
  try {
    return work();
  } finally {
    process.setegid?.(group);
    process.seteuid?.(user);
  }
}
