import { join } from "node:path";
import { findLicenseType } from "../../../license/license-catalog.ts";
import { type LicenseFileEntry, parseLicenseFile } from "../../../license/license-file.ts";
import type { SerialNumber } from "../../../license/serial-number.ts";
import type { ClaimRequest, KeySource, OfferedLine, UnseenOffer } from "../key-source.ts";
import { keptFiles } from "./kept-files.ts";
import { loadPageSigns } from "./page-signs.ts";
import { type SiteLimits, siteLimits } from "./site-browser.ts";
import { siteSession } from "./site-session.ts";
import { isVendorSiteError, VendorSiteError, vendorSiteErrors } from "./vendor-site-error.ts";

/** Logins that the site refused: the same one is not tried again, a changed one is. */
export interface RefusedLogins {
  isRefused(login: { readonly user: string; readonly password: string }): Promise<boolean>;
  refuse(login: { readonly user: string; readonly password: string }): Promise<void>;
}

export interface VendorSiteOptions {
  readonly url: URL;
  /** The e-mail address of the account. */
  readonly user: string;
  /** Reads it anew, so that a changed one is noticed. */
  password(): Promise<string>;
  /** The operator's own copy of what is known of the pages. */
  readonly pages?: string | undefined;
  /** For so long, in milliseconds, a box's file counts as new, and an answer that there is none as final. */
  readonly askAgainAfterMs: number;
  readonly stateDir: string;
  readonly refused: RefusedLogins;
  readonly now: () => Date;
  readonly limits?: SiteLimits;
}

/** After the site failed for one box, it is left alone for so long before another is asked for. */
const pauseMs = 5 * 60_000;
/** For so long it is not looked up again whether the login was refused: that is slow on purpose. */
const rememberMs = 30_000;

/**
 * Keys from the vendor's own site: license files that are downloaded by serial number. The first download assigns the
 * box's licenses to the account for ever, so nothing is asked for but by `claim`; what was downloaded is kept and offered
 * like any license file.
 * @throws CheckedYamlError when what is known of the pages cannot be used
 */
export async function vendorSite(options: VendorSiteOptions): Promise<KeySource> {
  const { stateDir, now, user, refused, askAgainAfterMs } = options;
  const files = keptFiles(join(stateDir, "vendor-files"));
  const signs = await loadPageSigns(options.pages);
  const session = siteSession({
    home: options.url,
    signs,
    limits: options.limits ?? siteLimits,
    pagesFolder: join(stateDir, "vendor-pages"),
    now,
  });
  const none = async () => [];
  let paused: { readonly until: number; readonly error: VendorSiteError } | undefined;
  let login: { readonly password: string; readonly refused: boolean; readonly at: number } | undefined;
  const isLately = (at: string) => Math.abs(now().getTime() - Date.parse(at)) < askAgainAfterMs;
  const isRefused = async (password: string) => {
    const fresh = login?.password === password && Math.abs(now().getTime() - login.at) < rememberMs;
    if (!fresh || login === undefined)
      login = { password, refused: await refused.isRefused({ user, password }), at: now().getTime() };
    return login.refused;
  };
  const whyNotNow = async (password: string): Promise<VendorSiteError | undefined> => {
    if (await isRefused(password)) {
      return new VendorSiteError(
        "vendor-login-refused",
        `the vendor's site refused the login of ${user} before; change the password, or run varsync release vendor`,
      );
    }
    return paused && now().getTime() < paused.until ? paused.error : undefined;
  };
  const lines = async (serial: SerialNumber) => offeredOf(serial, await files.entries(serial));
  const unseen = async (serial: SerialNumber): Promise<UnseenOffer | undefined> => {
    const memory = await files.memory(serial);
    const lately = memory !== undefined && isLately(memory.at);
    if (lately && memory.refused === undefined) return undefined;
    if (lately && memory.refused) return { issuer: "vendor", blocked: { ...memory.refused, final: true } };
    const why = await whyNotNow(await options.password());
    return { issuer: "vendor", ...(why && { blocked: { code: why.code, message: why.message, final: false } }) };
  };
  const claim = async (serial: SerialNumber, { requestId, signal = new AbortController().signal }: ClaimRequest) => {
    if ((await files.serialOf(requestId)) === serial) return lines(serial);
    const password = await options.password();
    const at = () => now().toISOString();
    try {
      return await session.inTurn(async (download) => {
        const why = await whyNotNow(password);
        if (why) throw why;
        const bytes = await download({ user, password, serial }, signal);
        mustBeFor(serial, parseLicenseFile(bytes));
        await files.keep(serial, bytes, { at: at(), requestId });
        return lines(serial);
      });
    } catch (error) {
      if (!isVendorSiteError(error)) throw error;
      const { code, message } = error;
      if (code === "vendor-login-refused") {
        if (!(await refused.isRefused({ user, password }))) await refused.refuse({ user, password });
        login = undefined;
      } else if (vendorSiteErrors[code].final)
        await files.remember(serial, { at: at(), requestId, refused: { code, message } });
      else if (error !== paused?.error) paused = { until: now().getTime() + pauseMs, error };
      throw error;
    }
  };
  return {
    name: "vendor",
    canCreate: false,
    offers: async (serial) => ({ lines: await lines(serial), predefined: [], unseen: await unseen(serial) }),
    balance: none,
    spentToday: async () => ({ box: 0, day: 0 }),
    claim,
    create: none,
    lookUp: async () => new Map(),
    async find(requestId) {
      const serial = await files.serialOf(requestId);
      return serial === undefined ? [] : lines(serial);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** A line that carries another serial number is for another box, whatever file it came in. */
function offeredOf(serial: SerialNumber, entries: readonly LicenseFileEntry[]): OfferedLine[] {
  return entries
    .filter(({ line }) => line.serial === undefined || line.serial === serial)
    .map(({ line, lineNumber }) => ({ line, issuer: "vendor", source: `${serial}.txt:${lineNumber}` }));
}

/** @throws VendorSiteError `vendor-wrong-lines`: of a file for another box nothing is used */
function mustBeFor(serial: SerialNumber, entries: readonly LicenseFileEntry[]): void {
  const foreign = entries.find(({ line }) => line.serial !== undefined && line.serial !== serial && isBound(line.type));
  const other = foreign ?? (offeredOf(serial, entries).length === 0 ? entries[0] : undefined);
  if (other === undefined) return;
  const { type, serial: of } = other.line;
  throw new VendorSiteError(
    "vendor-wrong-lines",
    `the vendor's site, asked for ${serial}, gave ${type} for ${of}; nothing of that file is used`,
  );
}

function isBound(type: string): boolean {
  return findLicenseType(type)?.boundTo === "serial-number";
}
