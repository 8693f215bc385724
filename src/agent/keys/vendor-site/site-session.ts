import type { Answers } from "./answers.ts";
import { downloadLicense } from "./download-license.ts";
import { keptPages } from "./kept-pages.ts";
import { openView } from "./open-view.ts";
import type { View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { leaveMove } from "./press-move.ts";
import { type SiteBrowser, type SiteLimits, siteBrowser } from "./site-browser.ts";
import { isVendorSiteError, VendorSiteError } from "./vendor-site-error.ts";

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
/** For going back and out. */
const leavingMs = 5000;

export function siteSession({ home, signs, limits, pagesFolder, now }: SiteSessionOptions): SiteSession {
  const keepPage = keptPages(pagesFolder, now);
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let browser: SiteBrowser | undefined;
  let wayOut: View | undefined;
  let latest: View | undefined;
  const onView = (view: View) => {
    latest = view;
    if (leaveMove(view, signs.press.logout, signs)) wayOut = view;
  };
  /** Whether it works or not: the file is here, and the site ends sessions by itself. */
  const press = async (view: View | undefined, says: (label: string) => boolean) => {
    const request = view && leaveMove(view, says, signs);
    if (!request || !browser) return;
    try {
      const answer = await browser.send(request, AbortSignal.timeout(leavingMs));
      const next = await openView(browser, answer, signs, AbortSignal.timeout(leavingMs));
      if (next) onView(next);
    } catch (error) {
      if (!isVendorSiteError(error) && !(error instanceof DOMException)) throw error;
    }
  };
  const download: Download = async (answers, signal) => {
    browser ??= await siteBrowser(home, limits);
    const late = AbortSignal.timeout(limits.requestMs * longestWalk);
    const walk = { home, browser, signs, keepPage, onView };
    try {
      const file = await downloadLicense(walk, answers, AbortSignal.any([signal, late]));
      await press(latest, signs.press.back);
      return file;
    } catch (error) {
      signal.throwIfAborted();
      if (!late.aborted) throw error;
      const message = `the vendor's site did not give the file of ${answers.serial} in time`;
      throw new VendorSiteError("vendor-timed-out", message, { cause: error });
    }
  };
  const leave = async () => {
    await press(wayOut, signs.press.logout);
    browser = undefined;
    wayOut = undefined;
    latest = undefined;
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
