import { byteText, readable } from "../../license/byte-text.ts";
import type { BoxFacts } from "./box-info.ts";

/** `<info product="innovaphone IP800" … name="…"` of the later pages [C]. */
const info = /<info\b[^<>]*\bproduct="innovaphone ([A-Za-z0-9-]{1,20})"/;
const infoName = /<info\b[^<>]*\bname="([^"]{1,100})"/;
/** `<title>NAME: innovaphone IP200</title>` of the older HTML pages, NAME may be empty [C]; in two steps, for speed. */
const title = /<title>([^<]{0,200})<\/title>/i;
const titleText = /^\s*([\s\S]{0,100}?)\s*:?\s*innovaphone ([A-Za-z0-9-]{1,20})\s*$/i;

/** Reads product and name off a start page, which needs no login; `undefined` when it is no innovaphone box's. */
export function parseStartPage(body: Buffer): BoxFacts | undefined {
  const page = readable(byteText(body));
  const product = info.exec(page)?.[1];
  if (product !== undefined) {
    const name = infoName.exec(page)?.[1];
    return { product, ...(name && { name }) };
  }
  const [, name, old] = titleText.exec(title.exec(page)?.[1] ?? "") ?? [];
  return old === undefined ? undefined : { product: old, ...(name && { name }) };
}
