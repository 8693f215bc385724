import { BoxError } from "../box-error.ts";
import type { Endpoint } from "../endpoint.ts";
import { type BoxFacts, parseBoxInfo } from "../profile/box-info.ts";
import { parseStartPage } from "../profile/start-page.ts";
import type { BoxHttp } from "../transport/http/box-http.ts";
import type { Pace } from "../transport/pace.ts";
import type { Evidence } from "./merge-evidence.ts";

export interface HttpProbes {
  /** Where profiles say that a box tells who it is. */
  readonly paths: readonly string[];
  readonly pace: Pace;
  readonly found: (evidence: Evidence) => void;
  readonly probed: () => void;
}

/** Dark addresses keep a connection waiting; so many may do so at a time. */
const atOnce = 256;
const mostBytes = 64 * 1024;

/** Asks every endpoint by HTTP, without a password; what does not answer as a box does is passed over. */
export async function probeHttp(
  http: BoxHttp,
  endpoints: Iterator<{ readonly endpoint: Endpoint; readonly via: "list" | "http" }, void>,
  probes: HttpProbes,
  signal: AbortSignal,
): Promise<void> {
  const worker = async () => {
    for (let next = endpoints.next(); !next.done; next = endpoints.next()) {
      const { endpoint, via } = next.value;
      await probes.pace.take(signal);
      signal.throwIfAborted();
      probes.probed();
      const facts = await ask(http, endpoint, probes.paths, signal);
      if (facts) probes.found({ ...endpoint, via, facts });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function ask(
  http: BoxHttp,
  endpoint: Endpoint,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<BoxFacts | undefined> {
  try {
    for (const path of paths) {
      const answer = await http.get(endpoint, path, { maxBytes: mostBytes, signal });
      const facts = answer.unauthorized ? undefined : parseBoxInfo(answer.body);
      if (facts) return facts;
    }
    return parseStartPage((await http.get(endpoint, "/", { maxBytes: mostBytes, signal })).body);
  } catch (error) {
    if (error instanceof BoxError) return undefined;
    throw error;
  }
}
