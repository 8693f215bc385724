import { BoxError } from "../../box/box-error.ts";
import type { Credential } from "../../box/credential.ts";
import type { BoxCommandLine, CommandAnswer } from "../../box/deliver/command-line.ts";
import { type BoxCommand, closingCommands, licenseCommand } from "../../box/deliver/delivery-door.ts";
import { type Configuration, readConfiguration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { describe } from "../plan/tally.ts";
import { isInstalled, lostLines } from "../verify/compare-lines.ts";
import { compareSettings } from "../verify/compare-settings.ts";
import { lineFingerprint } from "../verify/effective.ts";
import type { Look } from "./look.ts";
import { sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";

/** A box that is being written: what it was, how to talk to it, and what to tell the journal. */
export interface Writing {
  readonly look: Look & { readonly configuration: Configuration; readonly credential: Credential };
  readonly commandLine: BoxCommandLine;
  /** Says stop: nothing new is begun. */
  readonly signal: AbortSignal;
  /** For what is on the wire, which may still end after that. */
  readonly wire: AbortSignal;
}

/**
 * Sends the profile's closing command once before anything is spent or written: an account that may only look gets `?`.
 * @throws BoxError `read-only`
 */
export async function proveWritable(site: Site, writing: Writing): Promise<void> {
  for (const command of closingCommands(writing.look.identity.profile)) {
    const answer = await sendProbe(site, writing, command);
    if (answer?.understood) continue;
    const message = `the account may look but not change anything (${answer ? "answered ?" : "login refused"} to ${command})`;
    throw new BoxError("read-only", message, where(writing));
  }
}

/**
 * Puts the lines on the box, one at a time; after each all lines are read back. At the end everything else must be as it
 * was. Answers the configuration as it then is.
 * @throws BoxError `refused`, `not-installed`, `line-lost` (which stops the profile), `configuration-changed`
 */
export async function deliverLines(
  site: Site,
  writing: Writing,
  lines: readonly LicenseLine[],
): Promise<Configuration> {
  const { look, signal } = writing;
  const { profile } = look.identity;
  let current = look.configuration;
  for (const line of lines) {
    signal.throwIfAborted();
    if (isInstalled(line, current.licenses)) continue;
    await refuseIfSetAside(site, writing);
    const command = licenseCommand(profile, line);
    const detail = { type: line.type, count: line.count, variable: line.variable, line: lineFingerprint(line) };
    await site.journal.lines.delivered(look.serial, lineFingerprint(line), site.clock.now());
    const answer = await sendTolerant(site, writing, () =>
      sendCommand(site, writing.commandLine, command, about(writing, "deliver", detail), writing.wire),
    );
    const before = current.licenses;
    current = await readBack(site, writing, before);
    await putBackIfLost(site, writing, before, current);
    if (!isInstalled(line, current.licenses)) {
      // Those before it are in, and stay.
      if (lines[0] !== line) await close(site, writing);
      throw notThere(writing, line, answer);
    }
    await site.clock.sleep(profile.deliver.pauseMs, signal);
  }
  await close(site, writing);
  const wanted = [...look.configuration.licenses, ...lines];
  current = await readBack(site, writing, wanted);
  await putBackIfLost(site, writing, wanted, current);
  const difference = compareSettings(look.configuration.settings, current.settings);
  if (difference) {
    const { added, removed } = difference;
    const message = `while lines were delivered, ${added.length} other configuration lines came and ${removed.length} went; the backup has what was before, and nothing was reset`;
    throw new BoxError("configuration-changed", message, where(writing));
  }
  return current;
}

/** Who may read over HTTP but is asked for a login again at a command has a viewer's account: `undefined`. */
async function sendProbe(site: Site, writing: Writing, command: BoxCommand): Promise<CommandAnswer | undefined> {
  try {
    return await sendCommand(site, writing.commandLine, command, about(writing, "probe", { command }), writing.wire);
  } catch (error) {
    const overHttp = site.boxes.get(writing.look.serial)?.deliver !== "ssh";
    if (overHttp && error instanceof BoxError && error.code === "auth-failed") return undefined;
    throw error;
  }
}

async function close(site: Site, writing: Writing): Promise<void> {
  for (const command of closingCommands(writing.look.identity.profile)) {
    const answer = await sendCommand(
      site,
      writing.commandLine,
      command,
      about(writing, "close", { command }),
      writing.wire,
    );
    if (!answer.understood) throw new BoxError("refused", `the box answered ? to ${command}`, where(writing));
  }
}

/** A connection that breaks after a write proves nothing: what counts is the read-back. */
async function sendTolerant<T>(site: Site, writing: Writing, send: () => Promise<T>): Promise<T | BoxError> {
  try {
    return await send();
  } catch (error) {
    if (
      !(error instanceof BoxError) ||
      !["unreachable", "timed-out", "not-understood", "too-large"].includes(error.code)
    ) {
      throw error;
    }
    site.log.warn({ serial: writing.look.serial, code: error.code }, "no whole answer to a command; reading back");
    return error;
  }
}

/** Reads the lines; once more when the box is away for a moment, or when one seems lost: an answer may have been cut off. */
async function readBack(
  site: Site,
  { look, signal, wire }: Writing,
  before: readonly LicenseLine[],
): Promise<Configuration> {
  const { credential } = look;
  const read = () => readConfiguration(site.wires, look.identity, { credential, signal: wire });
  let first: Configuration;
  try {
    first = await read();
  } catch (error) {
    if (!(error instanceof BoxError && error.code === "unreachable")) throw error;
    await site.clock.sleep(1000, signal);
    return read();
  }
  return lostLines(before, first.licenses).length === 0 ? first : read();
}

async function putBackIfLost(
  site: Site,
  writing: Writing,
  before: readonly LicenseLine[],
  after: Configuration,
): Promise<void> {
  const lost = lostLines(before, after.licenses);
  if (lost.length === 0) return;
  const { look, commandLine, wire } = writing;
  const { profile } = look.identity;
  const names = lost.map(describe).join(", ");
  const message = `after a line was delivered, ${names} was gone from the box; it is put back, nothing is reset, and no box of profile ${profile.id} is written until a person has looked (varsync release ${profile.id})`;
  await site.journal.breakers.trip(
    `profile:${profile.id}`,
    "line-lost",
    `${look.serial}: ${message}`,
    site.clock.now(),
  );
  for (const line of lost) {
    const detail = { type: line.type, count: line.count, variable: line.variable, line: lineFingerprint(line) };
    const command = licenseCommand(profile, line);
    await site.journal.lines.delivered(look.serial, lineFingerprint(line), site.clock.now());
    await sendTolerant(site, writing, () =>
      sendCommand(site, commandLine, command, about(writing, "put-back", detail), wire),
    );
  }
  await close(site, writing);
  const again = lostLines(lost, (await readBack(site, writing, lost)).licenses);
  const end = again.length === 0 ? "" : `; STILL MISSING after that: ${again.map(describe).join(", ")}, see the backup`;
  throw new BoxError("line-lost", message + end, where(writing));
}

async function refuseIfSetAside(site: Site, { look }: Writing): Promise<void> {
  const breaker = await site.journal.breakers.open(look.serial, look.identity.profile.id);
  if (breaker) throw setAside(breaker, look);
}

/** The error for a box whose breaker, or whose profile's, is open. */
export function setAside(breaker: { scope: string; message: string; since: string }, look: Look): BoxError {
  const name = breaker.scope.replace(/^(box|profile):/, "");
  const message = `set aside since ${breaker.since}: ${breaker.message}; when you have looked: varsync release ${name}`;
  return new BoxError("set-aside", message, { serial: look.serial, address: look.identity.endpoint.address });
}

function notThere(writing: Writing, line: LicenseLine, answer: { understood: boolean } | BoxError): BoxError {
  if (answer instanceof BoxError) {
    return new BoxError(answer.code, `${describe(line)} is not there when read back: ${answer.message}`, {
      ...where(writing),
      cause: answer,
    });
  }
  return answer.understood
    ? new BoxError(
        "not-installed",
        `the box took ${describe(line)}, and it is not there when read back`,
        where(writing),
      )
    : new BoxError("refused", `the box answered ? to ${describe(line)}`, where(writing));
}

function where({ look }: Writing): { serial: Look["serial"]; address: string } {
  return { serial: look.serial, address: look.identity.endpoint.address };
}

function about(writing: Writing, action: string, detail: Readonly<Record<string, unknown>>) {
  return { ...where(writing), action, detail, secrets: [writing.look.credential.password] };
}
