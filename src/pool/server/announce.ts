/** The DNS-SD type under which pool servers are found: `_varsync-pool._tcp`. */
export const poolServiceType = "varsync-pool";

export interface Announcement {
  readonly port: number;
  readonly tls: boolean;
  /** Told when it does not work: the server serves all the same. */
  onProblem(error: unknown): void;
}

/** Announces a pool server on the LAN by DNS-SD, until it is closed. */
export async function announce({ port, tls, onProblem }: Announcement): Promise<AsyncDisposable> {
  const { Bonjour } = await import("bonjour-service");
  const bonjour = new Bonjour({}, onProblem);
  const scheme = tls ? "https" : "http";
  const service = bonjour.publish({ name: `varsync pool ${port}`, type: poolServiceType, port, txt: { scheme } });
  service.on("error", onProblem);
  return {
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => bonjour.unpublishAll(() => bonjour.destroy(() => resolve(undefined)))),
  };
}
