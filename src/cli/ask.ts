import { once } from "node:events";
import { DeclinedError } from "./declined-error.ts";

/** Asks yes or no; without a terminal the answer is read as a line from stdin. @throws DeclinedError unless it is yes */
export async function confirm(question: string, signal: AbortSignal): Promise<void> {
  const yes = process.stdin.isTTY
    ? await confirmInTerminal(question, signal)
    : /^y(es)?$/i.test(await answerLine(`${question} (y/N) `, "add --yes if you mean it", signal));
  if (!yes) throw new DeclinedError();
}

/** Asks for a secret without showing it. @throws DeclinedError when stdin is closed */
export async function askPassword(question: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) return answerLine(`${question}: `, "give it by a file, --password-file", signal);
  const { default: password } = await import("@inquirer/password");
  return inTerminal((context) => password({ message: question, mask: true }, context), signal);
}

async function confirmInTerminal(message: string, signal: AbortSignal): Promise<boolean> {
  const { default: ask } = await import("@inquirer/confirm");
  return inTerminal((context) => ask({ message, default: false }, context), signal);
}

interface PromptContext {
  readonly signal: AbortSignal;
  readonly output: NodeJS.WritableStream;
}

/** Ctrl-C, which the prompt reads as a key, interrupts; Ctrl-D, of which the prompt says nothing, declines. */
async function inTerminal<T>(prompt: (context: PromptContext) => Promise<T>, signal: AbortSignal): Promise<T> {
  const closed = new AbortController();
  const close = () => closed.abort();
  process.stdin.once("pause", close);
  try {
    return await prompt({ signal: AbortSignal.any([signal, closed.signal]), output: process.stderr });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === "ExitPromptError") {
      throw new DOMException("interrupted", "AbortError");
    }
    throw closed.signal.aborted ? new DeclinedError() : error;
  } finally {
    process.stdin.off("pause", close);
  }
}

async function answerLine(question: string, instead: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(question);
  const line = await readLine(process.stdin, signal);
  process.stderr.write("\n");
  if (line !== undefined) return line.trim();
  throw new DeclinedError(`declined: nobody could be asked (stdin is closed); ${instead}`);
}

/** One line; what came with it waits there for the next question. `undefined` at the end. */
async function readLine(input: NodeJS.ReadStream, signal: AbortSignal): Promise<string | undefined> {
  let read = Buffer.alloc(0);
  while (!input.readableEnded && !input.destroyed) {
    const chunk: Buffer | null = input.read();
    read = Buffer.concat([read, chunk ?? Buffer.alloc(0)]);
    const end = read.indexOf("\n");
    if (end >= 0) {
      if (end + 1 < read.length) input.unshift(read.subarray(end + 1));
      input.pause();
      return read.toString("utf8", 0, end);
    }
    if (chunk === null) await somethingNew(input, signal);
  }
  return read.length > 0 ? read.toString("utf8") : undefined;
}

async function somethingNew(input: NodeJS.ReadStream, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const either = { signal: AbortSignal.any([signal, enough.signal]) };
  const events = ["readable", "end", "close"].map((event) => once(input, event, either));
  try {
    await Promise.race(events);
  } finally {
    enough.abort();
    await Promise.allSettled(events);
    // A pipe that stays open must not keep the process from ending.
    if (signal.aborted) input.pause();
  }
}
