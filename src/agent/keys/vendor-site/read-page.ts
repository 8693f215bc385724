import type { CheerioAPI } from "cheerio";
import type { AnyNode, Element } from "domhandler";
import { collapse } from "./collapse.ts";
import type { Page, PageForm } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { type FoundControl, readControl } from "./read-control.ts";

const inline = new Set([
  "a",
  "abbr",
  "b",
  "big",
  "code",
  "em",
  "font",
  "i",
  "label",
  "nobr",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "tt",
  "u",
]);
const unread = new Set(["script", "style", "template"]);
const controlNames = new Set(["input", "button", "select", "textarea"]);

/**
 * Reads HTML as old browsers did: forms across tables and forms that are never closed included.
 * @param charset of the bytes that the text was, in which forms are sent
 */
export async function readPage(html: string, url: URL, charset: string, signs: PageSigns): Promise<Page> {
  const { load } = await import("cheerio/slim");
  const $ = load(html, { xml: { xmlMode: false, decodeEntities: true } });
  const base = resolve($("base[href]").attr("href"), url) ?? url;
  const { phrases, found } = walk($);
  const forms = $(signs.select.form).toArray();
  const controls = found.map((one) => ({ owner: formOf($, one.element, forms), control: readControl($, one, signs) }));
  const urls = (selector: string, attribute: string) =>
    $(selector)
      .toArray()
      .flatMap((element) => resolve($(element).attr(attribute), base) ?? []);
  return {
    url,
    charset,
    phrases,
    forms: forms.map((element): PageForm => {
      const attribute = (name: string) => $(element).attr(name) ?? "";
      return {
        action: resolve(attribute("action") || undefined, base) ?? url,
        method: /^post$/i.test(attribute("method").trim()) ? "POST" : "GET",
        multipart: /multipart/i.test(attribute("enctype")),
        controls: controls.flatMap(({ owner, control }) => (owner === element && control ? [control] : [])),
      };
    }),
    links: $(signs.select.link)
      .toArray()
      .flatMap((element) => {
        const to = resolve($(element).attr("href"), base);
        const images = $(element)
          .find("img")
          .toArray()
          .map((image) => $(image).attr("alt") ?? "");
        const text = collapse(
          [$(element).text(), ...images, $(element).attr("title") ?? $(element).attr("alt") ?? ""].join(" "),
        );
        return to ? [{ url: to, text }] : [];
      }),
    frames: urls(signs.select.frame, "src"),
    refresh: refreshOf($, base),
  };
}

/** Goes through the document in its order: what it says, and what stands beside each control. */
function walk($: CheerioAPI): { phrases: string[]; found: FoundControl[] } {
  const phrases: string[] = [];
  const found: FoundControl[] = [];
  let phrase = "";
  let since = "";
  const flush = () => {
    const text = collapse(phrase);
    if (text !== "") phrases.push(text);
    phrase = "";
  };
  const visit = (node: AnyNode) => {
    if (node.type === "text") {
      phrase += node.data;
      since += ` ${node.data}`;
      const last = found.at(-1);
      if (last) last.after += ` ${node.data}`;
      return;
    }
    if (!("children" in node)) return;
    const name = "name" in node ? node.name : "";
    if (unread.has(name)) return;
    if (node.type === "tag" && controlNames.has(name)) {
      flush();
      found.push({ element: node, before: since, after: "" });
      since = "";
      return;
    }
    if (!inline.has(name)) flush();
    for (const child of node.children) visit(child);
    if (!inline.has(name)) flush();
  };
  for (const node of $.root().contents().toArray()) visit(node);
  flush();
  return { phrases, found };
}

function formOf($: CheerioAPI, element: Element, forms: readonly AnyNode[]): AnyNode | undefined {
  const id = $(element).attr("form");
  if (id !== undefined) return forms.find((form) => $(form).attr("id") === id);
  for (let node: AnyNode | null = element.parent; node; node = node.parent) {
    if (forms.includes(node)) return node;
  }
  return undefined;
}

function refreshOf($: CheerioAPI, base: URL): URL | undefined {
  const content = $('meta[http-equiv="refresh" i]').attr("content") ?? "";
  return resolve(/^\s*\d+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content)?.[1], base);
}

/** Only what can be asked for: no scripts, no mail addresses, no places within the page. */
function resolve(reference: string | undefined, base: URL): URL | undefined {
  const text = reference?.trim();
  if (text === undefined || text.startsWith("#") || !URL.canParse(text, base.href)) return undefined;
  const url = new URL(text, base);
  url.hash = "";
  return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
}
