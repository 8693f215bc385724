/** Longer bodies are pages or configurations, whatever words stand in them. */
const longestNotice = 4096;
/** The words must be the first text of the page, its title or a heading, so that no name on a box is taken for it. */
const notice =
  /(?:^|<(?:title|h\d|body|center|p|b|pre)\b[^>]*>)\s*(?:(?:http(?:\/\d\.\d)?|error|status)[\s:]*)?401\W{0,3}unauthori[sz]ed\b/i;

/** Whether a body says "401 unauthorized": some boxes send that with status 200 [C]. */
export function saysUnauthorized(body: Buffer): boolean {
  return body.length <= longestNotice && notice.test(body.toString("latin1"));
}
