import { createInterface } from "node:readline/promises";
import { DeclinedError } from "./declined-error.ts";

/** Asks yes or no; without a terminal the answer is read as a line from stdin. @throws DeclinedError unless it is yes */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  const yes = process.stdin.isTTY
    ? await confirmInTerminal(question, signal)
    : /^y(es)?$/i.test(await answerLine(question, signal));
  if (!yes) throw new DeclinedError();
}

/** Asks for a secret without showing it. @throws DeclinedError when stdin is closed */
export async function askPassword(question: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) return answerLine(question, signal);
  const { default: password } = await import("@inquirer/password");
  return password({ message: question, mask: true }, { signal, output: process.stderr });
}

async function confirmInTerminal(message: string, signal: AbortSignal): Promise<boolean> {
  const { default: ask } = await import("@inquirer/confirm");
  try {
    return await ask({ message, default: false }, { signal, output: process.stderr });
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") return false;
    throw error;
  }
}

async function answerLine(question: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(`${question} (y/N) `);
  const lines = createInterface({ input: process.stdin, signal });
  try {
    for await (const line of lines) {
      process.stderr.write("\n");
      return line.trim();
    }
    signal.throwIfAborted();
    throw new DeclinedError("declined: nobody could be asked (stdin is closed); add --yes if you mean it");
  } finally {
    lines.close();
  }
}
