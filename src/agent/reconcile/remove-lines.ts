import { basename } from "node:path";
import { BoxError } from "../../box/box-error.ts";
import type { CommandAnswer } from "../../box/deliver/command-line.ts";
import { removalCommand } from "../../box/deliver/delivery-door.ts";
import type { Configuration } from "../../box/read/read-configuration.ts";
import { type LicenseLine, licenseIdentity, nameOnBox } from "../../license/license-line.ts";
import { canBePutBack } from "../plan/plan-revoked.ts";
import type { RemoveStep, Shortfall } from "../plan/step.ts";
import { describe } from "../plan/tally.ts";
import { compareSettings } from "../verify/compare-settings.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { backUp } from "./back-up.ts";
import { closeWriting } from "./closing.ts";
import { putBackIfLost } from "./put-back.ts";
import { readBack } from "./read-back.ts";
import { revoker, whyPoolIsDoubted } from "./removal-facts.ts";
import { restoreLines } from "./restore-lines.ts";
import { sendUnproven } from "./send-unproven.ts";
import { whySetAside } from "./set-aside.ts";
import type { Site } from "./site.ts";
import { factsOf, lineDetail, type Writing, whereIs } from "./writing.ts";

/** What is on the box after lines were taken off it, and which could not be. */
export interface Removed {
  readonly changed: boolean;
  readonly configuration: Configuration;
  readonly shortfalls: readonly Shortfall[];
}

/**
 * Takes lines off the box, name by name. A deletion may take every line of a name with it [I]: what goes with it is put
 * back, and only when everything else is there the change is made permanent. A line that stays is told, and keeps nothing
 * else from being done.
 * @param before what is on the box now
 * @throws BoxError `line-lost` (which stops the profile), `configuration-changed`
 */
export async function removeLines(
  site: Site,
  writing: Writing,
  steps: readonly RemoveStep[],
  before: Configuration,
): Promise<Removed> {
  let result: Removed = { changed: false, configuration: before, shortfalls: [] };
  const names = Map.groupBy(steps, ({ line }) => nameOnBox(line));
  for (const [name, ofName] of names) {
    writing.signal.throwIfAborted();
    const lines = ofName.map(({ line }) => line);
    const { changed, configuration, shortfalls } = await removeName(site, writing, name, lines, result.configuration);
    result = {
      changed: result.changed || changed,
      configuration,
      shortfalls: [...result.shortfalls, ...shortfalls],
    };
  }
  return result;
}

async function removeName(
  site: Site,
  writing: Writing,
  name: string,
  lines: readonly LicenseLine[],
  before: Configuration,
): Promise<Removed> {
  const { serial } = writing.look;
  const { removals } = site.journal;
  const stopped = await whySetAside(site, writing.look);
  if (stopped) throw stopped;
  const going = new Set(lines.map(licenseIdentity));
  const survivors = before.licenses.filter((line) => !going.has(licenseIdentity(line)));
  const isThere = (line: LicenseLine, { licenses }: Configuration) =>
    licenses.some((other) => nameOnBox(other) === name && licenseIdentity(other) === licenseIdentity(line));
  const stays = (left: readonly LicenseLine[], why: string) =>
    left.map((line): Shortfall => ({ code: "not-removed", type: line.type, message: `${describe(line)}: ${why}` }));
  let answer: CommandAnswer | BoxError | undefined;
  // An earlier run may have sent the deletion and was cut off then.
  if (lines.some((line) => isThere(line, before))) {
    const why = (await whyNotRevoked(site, lines)) ?? (await whyUnproven(site, writing, lines, survivors));
    if (why !== undefined) return { changed: false, configuration: before, shortfalls: stays(lines, why) };
    const removed = lines.map(lineFingerprint);
    const backup = basename(await backUp(site, serial, before.bytes));
    const what = { name, removed, survivors: survivors.map(lineFingerprint), backup };
    await removals.begin(serial, what, site.clock.now());
    const facts = factsOf(writing, "remove", { name, lines: lines.map(lineDetail) });
    answer = await sendUnproven(
      site,
      writing,
      removalCommand(writing.look.identity.profile, { raw: rawOf(lines) }),
      facts,
    );
  }
  const restored = await restoreLines(site, writing, survivors, await readBack(site, writing, survivors));
  const left = lines.filter((line) => isThere(line, restored));
  const shortfalls = stays(left, whyThere(answer));
  if (left.length === lines.length) {
    await removals.end(serial, name);
    return { changed: false, configuration: restored, shortfalls };
  }
  checkSettings(writing, restored);
  await closeWriting(site, writing);
  const configuration = await readBack(site, writing, survivors);
  await putBackIfLost(site, writing, survivors, configuration.licenses, "removed");
  const gone = lines.filter((line) => !left.includes(line));
  await removals.finish(serial, name, gone.map(lineFingerprint), site.clock.now());
  for (const { type, count } of gone) site.log.info({ serial, type, count }, "revoked license removed");
  return { changed: true, configuration, shortfalls };
}

function rawOf([line]: readonly LicenseLine[]) {
  if (line === undefined) throw new Error("a removal of no line");
  return line.raw;
}

/** Asked again right before the deletion: only the newest answer of the pool takes anything off a box. */
async function whyNotRevoked(site: Site, lines: readonly LicenseLine[]): Promise<string | undefined> {
  const source = revoker(site);
  if (source === undefined) return "no pool says that its key was revoked";
  const doubt = await whyPoolIsDoubted(site, source);
  if (doubt !== undefined) return `not removed: ${doubt}`;
  const codes = lines.flatMap(({ key }) => key ?? []);
  const facts = await source.lookUp(codes);
  const sure = codes.length === lines.length && codes.every((code) => facts.get(code)?.status === "revoked");
  return sure ? undefined : "not removed: the pool does not say any more that its key was revoked";
}

/** A delivery that was to prove it may not have come about. */
async function whyUnproven(
  site: Site,
  { look: { serial, identity } }: Writing,
  [line]: readonly LicenseLine[],
  survivors: readonly LicenseLine[],
): Promise<string | undefined> {
  const variable = line?.variable ?? "";
  const proofs = await site.journal.proofs.of({ serial, firmware: identity.firmware });
  const beside = new Set(survivors.filter((other) => other.variable === variable).map(licenseIdentity));
  if (canBePutBack(beside.size, proofs.get(variable))) return undefined;
  return `not removed: deleting ${variable} may take other lines with it, and nobody saw yet that they can be put back`;
}

function whyThere(answer: CommandAnswer | BoxError | undefined): string {
  if (answer instanceof BoxError) return `it is still there when read back: ${answer.message}`;
  return answer?.understood === false
    ? "the box answered ? to its deletion"
    : "the box took its deletion, and it is still there when read back";
}

function checkSettings(writing: Writing, now: Configuration): void {
  const difference = compareSettings(writing.look.configuration.settings, now.settings);
  if (difference === undefined) return;
  const { added, removed } = difference;
  const message = `while a line was removed, ${added.length} other configuration lines came and ${removed.length} went; the backup has what was before, nothing was made permanent and nothing was reset`;
  throw new BoxError("configuration-changed", message, whereIs(writing));
}
