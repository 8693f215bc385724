import type { Page, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { readPage } from "./read-page.ts";
import type { SiteAnswer, SiteBrowser } from "./site-browser.ts";

/** More frames than this, one in the other included, are no page of the license manager. */
const mostFrames = 8;

/** Reads the page, and what stands in its frames; `undefined` when the answer is no page. */
export async function openView(
  browser: SiteBrowser,
  answer: SiteAnswer,
  signs: PageSigns,
  signal: AbortSignal,
): Promise<View | undefined> {
  const first = await pageOf(answer, signs);
  if (first === undefined) return undefined;
  const pages = [first];
  const waiting = [...first.frames];
  const seen = new Set([answer.url.href]);
  while (waiting.length > 0 && pages.length <= mostFrames) {
    const url = waiting.shift();
    if (url === undefined || seen.has(url.href)) continue;
    seen.add(url.href);
    const page = await pageOf(await browser.send({ method: "GET", url }, signal), signs);
    if (page === undefined) continue;
    pages.push(page);
    waiting.push(...page.frames);
  }
  return pages;
}

/** The text of an answer in the character set that it says, or else shows. */
export function decodeAnswer({ bytes, charset }: SiteAnswer): { readonly text: string; readonly charset: string } {
  const declared =
    charset ?? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(bytes.subarray(0, 4096).toString("latin1"))?.[1];
  for (const label of [declared, "utf-8"]) {
    try {
      if (label === undefined) continue;
      const decoder = new TextDecoder(label, { fatal: label !== declared });
      return { text: decoder.decode(bytes), charset: decoder.encoding };
    } catch {}
  }
  return { text: bytes.toString("latin1"), charset: "iso-8859-1" };
}

async function pageOf(answer: SiteAnswer, signs: PageSigns): Promise<Page | undefined> {
  const html =
    /html|xml/.test(answer.type) || (answer.type === "" && /^\s*</.test(answer.bytes.toString("latin1", 0, 512)));
  if (!html) return undefined;
  const { text, charset } = decodeAnswer(answer);
  return readPage(text, answer.url, charset, signs);
}
