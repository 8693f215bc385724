import autocannon, { type Request } from "autocannon";

/** What requests to a server took. */
export interface Fired {
  /** Wall time a request, in milliseconds. */
  readonly cost: number;
  /** Of each request, in milliseconds. */
  readonly times: readonly number[];
}

const connections = 8;

/** Sends so many requests by autocannon, eight at a time. @throws Error unless each is answered with 2xx */
export async function fire(url: string, amount: number, setupRequest: (request: Request) => Request): Promise<Fired> {
  const times: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const began = performance.now();
  const running = autocannon({ url, amount, connections, requests: [{ setupRequest }] }, (error, result) => {
    if (error) reject(error);
    else resolve(result);
  });
  // The whole run ends with the next full second only.
  let last = began;
  running.on("response", (_client, _status, _bytes, milliseconds) => {
    last = performance.now();
    times.push(milliseconds);
  });
  const { errors, non2xx } = await promise;
  if (errors + non2xx > 0) throw new Error(`${errors} requests failed, ${non2xx} were refused`);
  return { cost: (last - began) / amount, times };
}

/** The value that so large a share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
