import { byteText } from "../../../license/byte-text.ts";
import { LicenseError } from "../../../license/license-error.ts";
import { parseLicenseFile, splitLines } from "../../../license/license-file.ts";
import { looksLikeLicenseLine } from "../../../license/license-line.ts";
import { type Answers, asksForPassword, downloadMove, loginMove, pressMove, serialMove } from "./find-move.ts";
import type { KeepPage } from "./kept-pages.ts";
import { decodeAnswer, openView } from "./open-view.ts";
import type { PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { placeOf, type SiteAnswer, type SiteBrowser } from "./site-browser.ts";
import { VendorSiteError, type VendorSiteErrorCode } from "./vendor-site-error.ts";

/** What a walk over the site needs. */
export interface Walk {
  readonly home: URL;
  readonly browser: SiteBrowser;
  readonly signs: PageSigns;
  readonly keepPage: KeepPage;
  /** Told of every page, so that the way out is known later. */
  onView?(view: View): void;
}

/** `entering` until the serial number was typed, then `asked`, and `confirmed` once it was confirmed. */
type Stage = "entering" | "asked" | "confirmed";

interface Move {
  readonly kind: "accept" | "login" | "serial" | "confirm" | "download" | "refresh" | "login-link" | "start";
  readonly request: PageRequest;
}

/** More pages than this are no way to a license file. */
const mostPages = 25;
/** How often one thing is done on one walk. */
const mostTries = {
  accept: 3,
  login: 2,
  serial: 3,
  confirm: 3,
  download: 2,
  refresh: 4,
  "login-link": 2,
  start: 2,
} as const;

/**
 * Goes the way that the leaflet describes: accepts the agreement, logs in, types the serial number, confirms it, downloads.
 * This assigns the box's licenses to the account, for ever. Each page is told by its forms and words; a session that is
 * lost on the way is begun anew, once.
 * @returns the license file, byte by byte; it can be parsed
 * @throws VendorSiteError; the page that ended the walk is kept
 */
export async function downloadLicense(walk: Walk, answers: Answers, signal: AbortSignal): Promise<Buffer> {
  const { browser, signs } = walk;
  const tried = new Map<Move["kind"], number>();
  const familiar = new Set<string>();
  let stage: Stage = "entering";
  let last: Move["kind"] | undefined;
  let request: PageRequest = { method: "GET", url: walk.home };
  for (let pages = 0; pages < mostPages; pages += 1) {
    const answer = await browser.send(request, signal);
    const stop = (code: VendorSiteErrorCode, what: string) => fail(walk, answers, answer, code, what);
    if (answer.status >= 500)
      throw new VendorSiteError("vendor-unreachable", `${placeOf(answer.url)} answers with fault ${answer.status}`);
    if (stage !== "entering" && isLicenseText(answer)) return await licenseOf(answer, stop);
    const view = await openView(browser, answer, signs, signal);
    const says = (view?.flatMap((page) => page.phrases) ?? [decodeAnswer(answer).text.slice(0, 2000)]).filter(
      (phrase) => !familiar.has(phrase),
    );
    if (view === undefined) {
      const refusal = stage === "entering" ? undefined : refusalIn(says, signs);
      throw await (refusal
        ? stop(...refusal)
        : stop("vendor-page-unexpected", `neither a page nor a license file (${answer.type || "of no type"})`));
    }
    walk.onView?.(view);
    const known = { view, answers, signs, tried, stage, last, says };
    if (isLoginRefused(known))
      throw await stop(
        "vendor-login-refused",
        `the site refused the login of ${answers.user}; it is not tried again until the password changes`,
      );
    const move = stage === "entering" ? moveBefore(known) : moveAfter(known);
    if (move === undefined || (tried.get(move.kind) ?? 0) >= mostTries[move.kind]) {
      const refusal = stage === "entering" ? undefined : refusalIn(says, signs);
      throw await (refusal
        ? stop(...refusal)
        : stop("vendor-page-unexpected", `a page that nobody knows (HTTP ${answer.status}, ${lookedFor(stage)})`));
    }
    tried.set(move.kind, (tried.get(move.kind) ?? 0) + 1);
    if (stage === "entering") for (const phrase of says) familiar.add(phrase);
    stage = stageAfter(stage, move.kind);
    last = move.kind;
    request = move.request;
  }
  throw new VendorSiteError("vendor-page-unexpected", `${placeOf(walk.home)}: ${mostPages} pages, and no license file`);
}

interface Known {
  readonly view: View;
  readonly answers: Answers;
  readonly signs: PageSigns;
  readonly tried: ReadonlyMap<Move["kind"], number>;
  readonly stage: Stage;
  readonly last: Move["kind"] | undefined;
  /** What was not said before the serial number was typed. */
  readonly says: readonly string[];
}

/** Asked for a password again right after one was given. A page with a way out is one that let us in. */
function isLoginRefused({ view, signs, last, says, tried }: Known): boolean {
  if (last !== "login") return false;
  const refused = says.some((phrase) => signs.says.loginRefused(phrase));
  if (!asksForPassword(view)) return refused && pressMove(view, signs.press.logout, outOnly(signs)) === undefined;
  if (!refused && (tried.get("accept") ?? 0) === 0 && pressMove(view, signs.press.accept, signs)) return false;
  return refused || pressMove(view, signs.press.logout, outOnly(signs)) === undefined;
}

function moveBefore({ view, answers, signs, tried, last }: Known): Move | undefined {
  const tries = (kind: Move["kind"]) => tried.get(kind) ?? 0;
  const accept = pressMove(view, signs.press.accept, signs);
  if (accept && tries("accept") < mostTries.accept) return { kind: "accept", request: accept };
  const login = loginMove(view, answers, signs);
  const serial = serialMove(view, answers, signs);
  if (login && !(serial && last === "login")) return { kind: "login", request: login };
  if (serial) return { kind: "serial", request: serial };
  return onward(view, signs);
}

function moveAfter({ view, answers, signs, tried, stage, says }: Known): Move | undefined {
  const tries = (kind: Move["kind"]) => tried.get(kind) ?? 0;
  const refused = refusalIn(says, signs) !== undefined;
  const press = (kind: "confirm", word: (label: string) => boolean): Move | undefined => {
    const request = pressMove(view, word, signs, answers);
    return request && tries(kind) < mostTries[kind] ? { kind, request } : undefined;
  };
  const load = downloadMove(view, answers, signs);
  const download: Move | undefined =
    load && (load.sure || !refused) && tries("download") < mostTries.download
      ? { kind: "download", request: load.request }
      : undefined;
  const confirm = press("confirm", signs.press.confirm);
  const first = stage === "asked" ? (confirm ?? download) : (download ?? confirm);
  if (first) return first;
  const login = loginMove(view, answers, signs);
  if (login) return { kind: "login", request: login };
  if (refused) return undefined;
  const weaker = press("confirm", signs.press.accept) ?? press("confirm", signs.press.goOn);
  const serial = serialMove(view, answers, signs);
  return weaker ?? (serial && { kind: "serial", request: serial }) ?? onward(view, signs);
}

/** By itself, or by a link to where the way begins. */
function onward(view: View, signs: PageSigns): Move | undefined {
  const { register, document } = signs.press;
  const refresh = view.find((page) => page.refresh)?.refresh;
  if (refresh) return { kind: "refresh", request: { method: "GET", url: refresh } };
  const login = pressMove(view, (label) => signs.press.login(label) && !register(label), signs);
  if (login) return { kind: "login-link", request: login };
  const start = pressMove(view, (label) => signs.press.start(label) && !register(label) && !document(label), signs);
  return start && { kind: "start", request: start };
}

function stageAfter(stage: Stage, done: Move["kind"]): Stage {
  if (done === "serial") return "asked";
  if (done === "login" || done === "login-link" || done === "start") return "entering";
  return done === "confirm" || done === "download" ? "confirmed" : stage;
}

/** Back and logout are no ways forward, and so stand under `never`. */
export function outOnly(signs: PageSigns): PageSigns {
  return { ...signs, press: { ...signs.press, never: () => false } };
}

function refusalIn(says: readonly string[], signs: PageSigns): [VendorSiteErrorCode, string] | undefined {
  const other = says.find((phrase) => signs.says.otherAccount(phrase));
  if (other !== undefined)
    return ["vendor-not-yours", `the licenses belong to another account: "${other.slice(0, 200)}"`];
  const unknown = says.find((phrase) => signs.says.serialUnknown(phrase));
  if (unknown !== undefined)
    return ["vendor-serial-unknown", `the site has no license for the serial number: "${unknown.slice(0, 200)}"`];
  return undefined;
}

function lookedFor(stage: Stage): string {
  if (stage === "entering") return "looked for the agreement, the login or the field for the serial number";
  return stage === "asked" ? "looked for confirm or download" : "looked for download";
}

/** Whatever type the site says it is: a page cannot be taken for license lines. */
function isLicenseText({ bytes, status, type }: SiteAnswer): boolean {
  if (status !== 200) return false;
  const lines = splitLines(byteText(bytes.subarray(0, 65_536))).filter((line) => !/^\s*(#|$)/.test(line));
  return lines.some(looksLikeLicenseLine) && (type === "text/plain" || looksLikeLicenseLine(lines[0] ?? ""));
}

async function licenseOf(
  answer: SiteAnswer,
  stop: (code: VendorSiteErrorCode, what: string) => Promise<VendorSiteError>,
): Promise<Buffer> {
  try {
    parseLicenseFile(answer.bytes);
    return answer.bytes;
  } catch (error) {
    if (!(error instanceof LicenseError)) throw error;
    throw await stop("vendor-page-unexpected", `what was downloaded is no license file: ${error.message}`);
  }
}

async function fail(
  { keepPage }: Walk,
  { password, serial }: Answers,
  answer: SiteAnswer,
  code: VendorSiteErrorCode,
  what: string,
): Promise<VendorSiteError> {
  const file = await keepPage(answer, [password]);
  return new VendorSiteError(
    code,
    `the vendor's site, asked for ${serial}: ${what.replaceAll(password, "***")}; ${placeOf(answer.url)} was kept as ${file}`,
  );
}
