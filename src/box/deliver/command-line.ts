import type { ByteText } from "../../license/byte-text.ts";
import type { BoxCommand } from "./delivery-door.ts";

/** What a box answered to a command. It proves nothing: only reading back does. */
export interface CommandAnswer {
  /** The first bytes, for the journal: nobody has seen a real success answer yet. */
  readonly first: ByteText;
  /** `false` for a `?`, and for an error of the wire's own. */
  readonly understood: boolean;
}

/** Sends commands to one box, over HTTP or SSH. */
export interface BoxCommandLine {
  /** @throws BoxError of the wire; `unreachable` also when the connection broke after the command was sent */
  run(command: BoxCommand, signal: AbortSignal): Promise<CommandAnswer>;
}

const kept = 200;

/** An unknown module or command, or one that the account may not use, is answered by `?` alone [C]. */
export function commandAnswer(body: ByteText, failed: boolean): CommandAnswer {
  return { first: body.slice(0, kept) as ByteText, understood: !failed && !/^\s*\?\s*$/.test(body) };
}

/** More than any answer to a command has; commands of boxes answer in a line or a page. */
export const mostAnswerBytes = 64 * 1024;
