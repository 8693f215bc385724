export interface RemoteManagerOptions {
  /** Of the server; the API lies below it. */
  readonly url: URL;
  /** The session or the agent's token; `undefined` where there is none yet. Read anew for every request. */
  token(): Promise<string | undefined>;
  /** Certificates (PEM) that the server's must come from, instead of those that the system knows. */
  readonly ca?: string;
  /** E-mail address of the account that is meant, if it is another than the token's. */
  readonly account?: string;
  readonly signal?: AbortSignal;
  readonly times?: Partial<RemoteTimes>;
}

/** In milliseconds. */
export interface RemoteTimes {
  readonly connect: number;
  /** One request from its start to the end of the answer. */
  readonly request: number;
  /** Pauses before further tries, where another try can do no harm. */
  readonly pauses: readonly number[];
}
