import { byteText } from "../../../license/byte-text.ts";
import { LicenseError } from "../../../license/license-error.ts";
import { parseLicenseFile, splitLines } from "../../../license/license-file.ts";
import { looksLikeLicenseLine } from "../../../license/license-line.ts";
import type { Answers } from "./answers.ts";
import type { KeepPage } from "./kept-pages.ts";
import { isLoginRefused, type Move, nextMove, refusalIn, type Stage, stageAfter } from "./next-move.ts";
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

/** More pages than this are no way to a license file. */
const mostPages = 25;
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
    const refusal = stage === "entering" ? undefined : refusalIn(says, signs);
    if (view === undefined) {
      const what = `neither a page nor a license file (${answer.type || "of no type"})`;
      throw await stop(...(refusal ?? (["vendor-page-unexpected", what] as const)));
    }
    walk.onView?.(view);
    const known = { view, answers, signs, tried, stage, last, says };
    if (isLoginRefused(known)) {
      const what = `the site refused the login of ${answers.user}; it is not tried again until the password changes`;
      throw await stop("vendor-login-refused", what);
    }
    const move = nextMove(known);
    if (move === undefined) {
      const what = `a page that nobody knows (HTTP ${answer.status}, ${lookedFor(stage)})`;
      throw await stop(...(refusal ?? (["vendor-page-unexpected", what] as const)));
    }
    tried.set(move.kind, (tried.get(move.kind) ?? 0) + 1);
    if (stage === "entering") for (const phrase of says) familiar.add(phrase);
    stage = stageAfter(stage, move.kind);
    last = move.kind;
    request = move.request;
  }
  throw new VendorSiteError("vendor-page-unexpected", `${placeOf(walk.home)}: ${mostPages} pages, and no license file`);
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
