import { downloadLicense, outOnly } from "./download-license.ts";
import { type Answers, pressMove } from "./find-move.ts";
import { keptPages } from "./kept-pages.ts";
import type { View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { isSameSite, type SiteBrowser, type SiteLimits, siteBrowser } from "./site-browser.ts";
import { VendorSiteError } from "./vendor-site-error.ts";

/** Downloads the license file of one box. @throws VendorSiteError; the reason of the signal */
export type Download = (answers: Answers, signal: AbortSignal) => Promise<Buffer>;

/** One login at the site: boxes are asked for one after the other, and when none waits any more it is left. */
export interface SiteSession extends AsyncDisposable {
  inTurn<T>(work: (download: Download) => Promise<T>): Promise<T>;
}

export interface SiteSessionOptions {
  readonly home: URL;
  readonly signs: PageSigns;
  readonly limits: SiteLimits;
  /** Where pages that nobody knows are kept. */
  readonly pagesFolder: string;
  readonly now: () => Date;
}

/** As long as this one download may take, in requests of the longest kind. */
const longestWalk = 5;
const logoutMs = 5000;

export function siteSession({ home, signs, limits, pagesFolder, now }: SiteSessionOptions): SiteSession {
  const keepPage = keptPages(pagesFolder, now);
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let browser: SiteBrowser | undefined;
  let wayOut: View | undefined;
  const download: Download = async (answers, signal) => {
    browser ??= await siteBrowser(home, limits);
    const late = AbortSignal.timeout(limits.requestMs * longestWalk);
    const walk = { home, browser, signs, keepPage, onView: (view: View) => remember(view) };
    try {
      return await downloadLicense(walk, answers, AbortSignal.any([signal, late]));
    } catch (error) {
      signal.throwIfAborted();
      if (!late.aborted) throw error;
      throw new VendorSiteError(
        "vendor-timed-out",
        `the vendor's site did not give the file of ${answers.serial} in time`,
        { cause: error },
      );
    }
  };
  const remember = (view: View) => {
    if (logout(view)) wayOut = view;
  };
  const logout = (view: View) => pressMove(view, signs.press.logout, outOnly(signs));
  /** Whether it works or not: the site ends sessions by itself. */
  const leave = async () => {
    const request = wayOut && logout(wayOut);
    if (request && browser && isSameSite(home, request.url)) {
      await browser.send(request, AbortSignal.timeout(logoutMs)).catch(() => undefined);
    }
    browser = undefined;
    wayOut = undefined;
  };
  return {
    async inTurn(work) {
      waiting += 1;
      const mine = turn.then(() => work(download));
      const ended = mine
        .then(
          () => undefined,
          () => undefined,
        )
        .then(async () => {
          waiting -= 1;
          if (waiting === 0) await leave();
        });
      turn = ended;
      await ended;
      return await mine;
    },
    async [Symbol.asyncDispose]() {
      await turn;
    },
  };
}
