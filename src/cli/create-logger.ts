import type { Logger } from "pino";
import type { LogLevel } from "./command-context.ts";

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

/** Logs on stderr: readable in a terminal, else a JSON object a line. */
export async function createLogger(level: LogLevel): Promise<Logger> {
  const { pino } = await import("pino");
  const options = { level, redact: { paths: secretPaths, censor: "***" } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import("pino-pretty");
  return pino(options, pretty({ destination: 2, sync: true, ignore: "pid,hostname", translateTime: "HH:MM:ss" }));
}
