import { createHash } from "node:crypto";
import { oldAnswer, type RawRequest, type RawServer, startRawServer } from "./raw-server.ts";

export interface DigestRules {
  readonly user: string;
  readonly password: string;
  /** What stands after `Digest ` beside the nonce. */
  readonly challenge: string;
  readonly hash?: string;
  readonly session?: boolean;
  /** The nonce that is good for the n-th request; another one is refused. */
  readonly nonce?: (count: number) => string;
  /** Says `stale=true` when only the nonce is too old. */
  readonly saysStale?: boolean;
}

/** A box that wants Digest, with a check of its own making. */
export async function startDigestBox(rules: DigestRules): Promise<RawServer> {
  const lastCount = new Map<string, number>();
  return startRawServer((request, count) => {
    const nonce = rules.nonce?.(count) ?? "n0nce";
    const fields = digestFields(request);
    const right = fields !== undefined && response(fields, request, rules) === fields["response"];
    const nc = Number.parseInt(fields?.["nc"] ?? "", 16);
    const countsUp = fields?.["nc"] === undefined || nc > (lastCount.get(fields["nonce"] ?? "") ?? 0);
    if (right && fields["nonce"] === nonce && countsUp) {
      if (fields["nc"] !== undefined) lastCount.set(nonce, nc);
      return oldAnswer("welcome");
    }
    const stale = right && rules.saysStale ? ", stale=true" : "";
    return oldAnswer("no", "401 Unauthorized", `WWW-Authenticate: Digest nonce="${nonce}", ${rules.challenge}${stale}`);
  });
}

function digestFields({ authorization }: RawRequest): Record<string, string> | undefined {
  if (!authorization?.startsWith("Digest ")) return undefined;
  const pairs = authorization.slice(7).matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g);
  return Object.fromEntries(Array.from(pairs, ([, name, a, b]) => [name, a?.replace(/\\(.)/g, "$1") ?? b ?? ""]));
}

function response(fields: Record<string, string>, request: RawRequest, rules: DigestRules): string {
  const hash = (...parts: (string | undefined)[]) =>
    createHash(rules.hash ?? "md5")
      .update(Buffer.from(parts.join(":"), "latin1"))
      .digest("hex");
  const bytes = (text: string) => Buffer.from(text).toString("latin1");
  const { realm, nonce, nc, cnonce, qop, uri } = fields;
  if (uri !== request.path || fields["username"] !== bytes(rules.user)) return "";
  const login = hash(bytes(rules.user), realm, bytes(rules.password));
  const first = rules.session ? hash(login, nonce, cnonce) : login;
  const second = hash(request.line.split(" ")[0], uri);
  return qop ? hash(first, nonce, nc, cnonce, qop, second) : hash(first, nonce, second);
}
