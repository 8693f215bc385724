import type { Logger } from "pino";
import type { LogLevel } from "./command-context.ts";
import { isReadByJournal, withPriority } from "./journal-priority.ts";
import { journalSocket, sentToJournal } from "./journal-socket.ts";

/** Paths under which a secret could ever be logged. */
const secretPaths = [
  "password",
  "*.password",
  "credential",
  "*.credential",
  "community",
  "*.community",
  "token",
  "*.token",
];

/** So much of a log that cannot be written is kept until it can. */
const keptBytes = 65_536;

/** Logs on stderr: readable in a terminal, else a JSON object a line; where journald reads it, with fields, or at least its severity. */
export async function createLogger(level: LogLevel): Promise<Logger> {
  const { pino } = await import("pino");
  const options = { level, redact: { paths: secretPaths, censor: "***" } };
  const plain = pino.destination({ dest: 2, sync: true, maxLength: keptBytes });
  // A disk that is full, or a reader that has gone, keeps nothing from being done.
  plain.on("error", () => undefined);
  if (isReadByJournal(process.env)) {
    const socket = journalSocket(process.env);
    const write = (line: string) => {
      if (socket === undefined || !sentToJournal(socket, line)) plain.write(withPriority(line));
    };
    return pino(options, { write });
  }
  if (!process.stderr.isTTY) return pino(options, plain);
  const { default: pretty } = await import("pino-pretty");
  return pino(options, pretty({ destination: 2, sync: true, ignore: "pid,hostname", translateTime: "HH:MM:ss" }));
}
