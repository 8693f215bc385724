import { setMaxListeners } from "node:events";
import { BoxError } from "../../box-error.ts";
import type { Credential } from "../../credential.ts";
import { type Endpoint, endpointText } from "../../endpoint.ts";
import type { AuthMemory } from "./auth/auth-memory.ts";
import { type Challenge, parseChallenges } from "./auth/challenge.ts";
import { LoginNotSentError } from "./auth/login-not-sent-error.ts";
import { createLoginMemory, type LoginMemory } from "./auth/login-memory.ts";
import { authorization } from "./auth/login-way.ts";
import { asksForDigest, nextLogin, type RefusedLogin } from "./auth/next-login.ts";
import type { BoxHttp, HttpAnswer, HttpAsk } from "./box-http.ts";
import type { BoxSession } from "./box-session.ts";
import { type HttpLimits, httpLimits } from "./http-limits.ts";
import { saysUnauthorized } from "./says-unauthorized.ts";
import { sendRequest } from "./send-request.ts";

export interface BoxHttpOptions extends Partial<HttpLimits> {
  readonly session: BoxSession;
  readonly authMemory: AuthMemory;
}

/** Boxes whose challenge is kept for the next request. */
const rememberedLogins = 256;

/** The HTTP of boxes: one session a box, and with a credential given the login that the box asks for. */
export function createBoxHttp({ session, authMemory, ...limits }: BoxHttpOptions): BoxHttp {
  const wire: Wire = { authMemory, logins: createLoginMemory(rememberedLogins), limits: { ...httpLimits, ...limits } };
  const closing = new AbortController();
  const combined = new WeakMap<AbortSignal, AbortSignal>();
  const untilClosed = (given: AbortSignal) => {
    const known = combined.get(given);
    if (known) return known;
    const signal = AbortSignal.any([given, closing.signal]);
    // As many requests as there are boxes at work, or probes under way, wait for it.
    setMaxListeners(0, signal);
    combined.set(given, signal);
    return signal;
  };
  return {
    get: async (endpoint, path, ask) => {
      if (!/^\/[\x21-\x7e]*$/.test(path)) throw new TypeError(`"${path}" is no encoded path`);
      const signal = untilClosed(ask.signal);
      return session(endpoint, signal, () => exchange(wire, endpoint, path, { ...ask, signal }));
    },
    [Symbol.asyncDispose]: async () =>
      closing.abort(new DOMException("the connection to boxes is closed", "AbortError")),
  };
}

interface Wire {
  readonly authMemory: AuthMemory;
  readonly logins: LoginMemory;
  readonly limits: HttpLimits;
}

/** Sends the request, and once more with the login for each challenge that is to be answered. */
async function exchange(wire: Wire, endpoint: Endpoint, path: string, ask: HttpAsk): Promise<HttpAnswer> {
  const { credential, method = "GET" } = ask;
  let login = credential && remembered(wire, endpoint, credential);
  for (;;) {
    const header = login && credential && (await authorization(login.way, credential, { method, path }));
    const headers = { ...ask.headers, ...(header && { authorization: header }) };
    const answer = await sendRequest(endpoint, { ...ask, method, path, headers }, wire.limits);
    const unauthorized = answer.status === 401 || (answer.status === 200 && saysUnauthorized(answer.body));
    const challenges = unauthorized ? parseChallenges(answer.headers["www-authenticate"] ?? "") : [];
    if (asksForDigest(challenges)) wire.authMemory.rememberDigest(endpoint);
    if (!unauthorized || credential === undefined) {
      if (login && credential) wire.logins.remember(endpoint, credential, login.way);
      return { ...answer, unauthorized };
    }
    login = answerTo(wire, endpoint, challenges, login);
  }
}

function remembered(wire: Wire, endpoint: Endpoint, credential: Credential): RefusedLogin | undefined {
  const way = wire.logins.recall(endpoint, credential);
  if (way === undefined || (way.scheme === "basic" && wire.authMemory.digestSeen(endpoint))) return undefined;
  return { way, remembered: true, renewed: false };
}

/** The login to send next. @throws BoxError `auth-failed` when the one try was refused, or Digest would be given up */
function answerTo(
  wire: Wire,
  endpoint: Endpoint,
  challenges: readonly Challenge[],
  refused: RefusedLogin | undefined,
): RefusedLogin {
  const next = nextLogin(challenges, wire.authMemory.digestSeen(endpoint), refused);
  if (next.do === "answer") return { way: next.way, remembered: false, renewed: next.renewed };
  wire.logins.forget(endpoint);
  const facts = { address: endpoint.address };
  const box = endpointText(endpoint);
  switch (next.why) {
    case "refused":
      throw new BoxError("auth-failed", `${box} refused user name and password`, facts);
    case "downgrade":
      throw new LoginNotSentError(
        `${box} asks for the password in clear, though it could do Digest before; it was not sent`,
        facts,
      );
    case "unknown-scheme":
      throw new BoxError("not-understood", `${box} asks for a login that varsync does not know`, facts);
  }
}
