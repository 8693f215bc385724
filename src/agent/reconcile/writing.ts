import type { Credential } from "../../box/credential.ts";
import type { BoxCommandLine } from "../../box/deliver/command-line.ts";
import type { Configuration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { JournalAction } from "../journal/journal-action.ts";
import { lineFingerprint } from "../verify/effective.ts";
import type { Look } from "./look.ts";
import type { CommandFacts } from "./send-command.ts";
import type { SoFar } from "./so-far.ts";

/** A box that is being written: what it was, and how to talk to it. */
export interface Writing {
  readonly look: Look & { readonly configuration: Configuration; readonly credential: Credential };
  readonly commandLine: BoxCommandLine;
  readonly soFar: SoFar;
  /** Says stop: nothing new is begun. */
  readonly signal: AbortSignal;
  /** For what is on the wire, which may still end after that. */
  readonly wire: AbortSignal;
}

/** Which box, for errors. */
export function whereIs({ look }: Writing): { serial: Look["serial"]; address: string } {
  return { serial: look.serial, address: look.identity.endpoint.address };
}

/** What a command to the box is, for the journal. */
export function factsOf(
  writing: Writing,
  action: JournalAction,
  detail: Readonly<Record<string, unknown>>,
): CommandFacts {
  return { ...whereIs(writing), action, detail, secrets: [writing.look.credential.password] };
}

/** A line, for the journal: without its key code. */
export function lineDetail(line: LicenseLine): Readonly<Record<string, unknown>> {
  return { type: line.type, count: line.count, variable: line.variable, line: lineFingerprint(line) };
}
