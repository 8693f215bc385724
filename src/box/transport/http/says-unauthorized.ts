/** Longer bodies are pages or configurations, whatever words stand in them. */
const longestNotice = 4096;
const isPage = /^\s*</;
/** What a page shows to nobody. */
const unseen = /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>/gi;
const tag = /<[^>]*>/g;
const words = String.raw`\s*(?:(?:http(?:\/\d\.\d)?|error|status)[\s:]*)?401\W{0,16}unauthori[sz]ed\b`;
const firstWords = new RegExp(`^${words}`, "i");
/** In a page they stand first in some element: its title, a heading, its body. */
const wordsOfElement = new RegExp(`\\0${words}`, "i");

/**
 * Whether a body says "401 unauthorized": some boxes send that with status 200 [C]. The words must be the first text there
 * is, or of an element of a page, so that no name on a box and no line of a configuration is taken for it.
 */
export function saysUnauthorized(body: Buffer): boolean {
  if (body.length > longestNotice) return false;
  const text = body.toString("latin1").replace(/^\xef\xbb\xbf/, "");
  if (!isPage.test(text)) return firstWords.test(text);
  return wordsOfElement.test(
    text
      .replace(unseen, "")
      .replace(tag, "\0")
      .replace(/&nbsp;/gi, " "),
  );
}
