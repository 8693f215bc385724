import { fstatSync } from "node:fs";

/** Severities of syslog by pino's level: what `journalctl -p` filters by. */
const priorities: readonly (readonly [level: number, priority: number])[] = [
  [60, 2],
  [50, 3],
  [40, 4],
  [30, 6],
];

/** A line of the log with its severity in front, as journald takes it: `<4>{"level":40,…`. */
export function withPriority(line: string): string {
  return `<${priorityOf(line)}>${line}`;
}

/** The severity of a line of the log. */
export function priorityOf(line: string): number {
  const level = Number(/"level":(\d+)/.exec(line)?.[1] ?? "30");
  const [, priority] = priorities.find(([least]) => level >= least) ?? [0, 7];
  return priority;
}

/** Whether stderr is read by journald, which systemd says by naming the file's device and number. */
export function isReadByJournal(env: Readonly<Record<string, string | undefined>>): boolean {
  const named = env["JOURNAL_STREAM"];
  if (named === undefined) return false;
  const { dev, ino } = fstatSync(2);
  return named === `${dev}:${ino}`;
}
