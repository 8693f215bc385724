import type { Credential } from "../../credential.ts";
import type { Endpoint } from "../../endpoint.ts";

/** One thing to ask a box over HTTP. */
export interface HttpAsk {
  /** Given only for a box that a person enrolled; without it no password is ever sent. */
  readonly credential?: Credential | undefined;
  /** A larger answer is a BoxError `too-large`. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Default `GET`. */
  readonly method?: "GET" | "POST" | undefined;
  readonly body?: Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What a box answered, after logging in where it asked for that and a credential was given. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a header that came several times the values are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The box wants a login and no credential was given: status 401, or 200 with a body that says so. */
  readonly unauthorized: boolean;
}

/** The HTTP of boxes. Errors are BoxErrors; nothing is tried again by itself. */
export interface BoxHttp extends AsyncDisposable {
  /**
   * @param path percent-encoded, begins with `/`; sent as it is, dot segments included
   * @throws BoxError `unreachable`, `timed-out`, `too-large`, `not-understood`, `auth-failed`
   */
  get(endpoint: Endpoint, path: string, ask: HttpAsk): Promise<HttpAnswer>;
}
