import { hash } from "node:crypto";

/**
 * What a webhook is called before people, `https://hooks.example.org (3f2a)`: path and query may carry a secret, so they
 * only make the four digits that tell two webhooks on one host apart.
 */
export function webhookName(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  const hidden = parsed.username + parsed.password + parsed.pathname + parsed.search;
  return hidden === "/" ? parsed.origin : `${parsed.origin} (${hash("sha256", url).slice(0, 4)})`;
}
