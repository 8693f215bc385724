import { byteText, readable } from "../../license/byte-text.ts";
import type { BoxFacts } from "./box-info.ts";
import { attribute, findXmlElement } from "./parse-xml.ts";

/** `<info product="innovaphone IP800" … name="…"` of the later pages [C]. */
const info = /<info\b[^<>]*/;
const infoProduct = /^innovaphone ([A-Za-z0-9-]{1,20})$/;
/** `<title>NAME: innovaphone IP200</title>` of the older HTML pages, NAME may be empty [C]; in two steps, for speed. */
const title = /<title>([^<]{0,200})<\/title>/i;
const titleText = /^\s*([\s\S]{0,100}?)\s*:?\s*innovaphone ([A-Za-z0-9-]{1,20})\s*$/i;

/** Reads product and name off a start page, which needs no login; `undefined` when it is no innovaphone box's. */
export function parseStartPage(body: Buffer): BoxFacts | undefined {
  const page = readable(byteText(body));
  const element = findXmlElement(`${info.exec(page)?.[0].replace(/\/$/, "") ?? ""}/>`, "info");
  const product = element && infoProduct.exec(attribute(element, "product"))?.[1];
  if (element && product) {
    const name = attribute(element, "name");
    return { product, ...(name && { name }) };
  }
  const [, name, old] = titleText.exec(title.exec(page)?.[1] ?? "") ?? [];
  return old === undefined ? undefined : { product: old, ...(name && { name }) };
}
