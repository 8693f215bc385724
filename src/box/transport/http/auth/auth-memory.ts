import { type Endpoint, endpointText } from "../../../endpoint.ts";

/** Remembers which boxes ever asked for Digest: those never get a Basic answer again, whoever answers there. */
export interface AuthMemory {
  digestSeen(endpoint: Endpoint): boolean;
  rememberDigest(endpoint: Endpoint): void;
}

/** An `AuthMemory` that lasts as long as the process. */
export function createAuthMemory(): AuthMemory {
  const seen = new Set<string>();
  return {
    digestSeen: (endpoint) => seen.has(endpointText(endpoint)),
    rememberDigest: (endpoint) => void seen.add(endpointText(endpoint)),
  };
}
