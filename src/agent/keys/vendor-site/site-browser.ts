import { setTimeout } from "node:timers";
import type { PageRequest } from "./page.ts";
import { VendorSiteError } from "./vendor-site-error.ts";

/** How long the site is waited for, in milliseconds, and how much of it is read, in bytes. */
export interface SiteLimits {
  readonly connectMs: number;
  /** Without a byte. */
  readonly idleMs: number;
  readonly requestMs: number;
  readonly maxBytes: number;
}

export const siteLimits: SiteLimits = {
  connectMs: 15_000,
  idleMs: 30_000,
  requestMs: 60_000,
  maxBytes: 4 * 1024 * 1024,
};

/** What the site answered, after redirects. */
export interface SiteAnswer {
  readonly url: URL;
  readonly status: number;
  /** `text/html`, in lower case; empty when the site does not say. */
  readonly type: string;
  readonly charset: string | undefined;
  readonly bytes: Buffer;
}

/** Speaks HTTP with one site and keeps its cookies. */
export interface SiteBrowser {
  /** @throws VendorSiteError `vendor-unreachable`, `vendor-timed-out`, `vendor-too-large`, `vendor-page-unexpected` */
  send(request: PageRequest, signal: AbortSignal): Promise<SiteAnswer>;
}

const mostRedirects = 10;

/** A browser for the site at the address: it goes nowhere else, and not from https to http. */
export async function siteBrowser(home: URL, limits: SiteLimits): Promise<SiteBrowser> {
  const [{ default: got }, { CookieJar }] = await Promise.all([import("got"), import("tough-cookie")]);
  const cookieJar = new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false });
  let referer: URL | undefined;
  const once = async ({ method, url, body, contentType }: PageRequest, signal: AbortSignal) => {
    const stream = got.stream(url, {
      method,
      cookieJar: {
        setCookie: (text: string, at: string) => cookieJar.setCookie(text, at),
        getCookieString: (at: string) => cookieJar.getCookieString(at),
      },
      ignoreInvalidCookies: true,
      headers: {
        "user-agent": "varsync",
        accept: "text/html, text/plain, */*;q=0.5",
        ...(referer && { referer: referer.href }),
        ...(contentType && { "content-type": contentType }),
      },
      ...(body !== undefined && { body }),
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { connect: limits.connectMs, socket: limits.idleMs, request: limits.requestMs },
      signal,
    });
    // got's own limit does not end an answer that dribbles.
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      stream.destroy();
    }, limits.requestMs);
    try {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > limits.maxBytes)
          throw new VendorSiteError(
            "vendor-too-large",
            `the answer of ${placeOf(url)} is larger than ${limits.maxBytes} bytes`,
          );
      }
      if (isLate) throw new Error("the answer was cut off");
      const { response } = stream;
      return {
        status: response?.statusCode ?? 0,
        location: response?.headers.location,
        type: response?.headers["content-type"] ?? "",
        bytes: Buffer.concat(chunks),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw siteError(error, url, isLate);
    } finally {
      clearTimeout(late);
      stream.destroy();
    }
  };
  return {
    async send(request, signal) {
      let next = request;
      for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
        signal.throwIfAborted();
        if (!isSameSite(home, next.url)) {
          throw new VendorSiteError(
            "vendor-page-unexpected",
            `the site sends elsewhere, to ${placeOf(next.url)}, where varsync does not follow`,
          );
        }
        const { status, location, type, bytes } = await once(next, signal);
        referer = next.url;
        if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, next.url.href)) {
          const url = new URL(location, next.url);
          next = status >= 307 ? { ...next, url } : { method: "GET", url };
          continue;
        }
        return {
          url: next.url,
          status,
          type: (type.split(";")[0] ?? "").trim().toLowerCase(),
          charset: /charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1]?.toLowerCase(),
          bytes,
        };
      }
      throw new VendorSiteError("vendor-page-unexpected", `${placeOf(request.url)} redirects without an end`);
    },
  };
}

/** The same host and port; https instead of http is as good, never the other way round. */
export function isSameSite(home: URL, url: URL): boolean {
  if (url.username !== "" || url.hostname !== home.hostname) return false;
  if (url.protocol === home.protocol) return url.port === home.port;
  return home.protocol === "http:" && url.protocol === "https:";
}

/** Without what follows the path: session numbers may stand there. */
export function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function siteError(error: unknown, url: URL, isLate: boolean): VendorSiteError {
  if (error instanceof VendorSiteError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (isLate || code === "ETIMEDOUT")
    return new VendorSiteError("vendor-timed-out", `${placeOf(url)} did not answer in time`, { cause: error });
  const why = error instanceof Error ? error.message : "";
  return new VendorSiteError("vendor-unreachable", `${placeOf(url)} cannot be asked (${code || why.slice(0, 100)})`, {
    cause: error,
  });
}
