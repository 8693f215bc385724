import type { Credential } from "../../../credential.ts";
import { type Endpoint, endpointText } from "../../../endpoint.ts";
import type { LoginWay } from "./login-way.ts";

/** How boxes let a credential in last, so that the next request needs no challenge of its own. */
export interface LoginMemory {
  recall(endpoint: Endpoint, credential: Credential): LoginWay | undefined;
  remember(endpoint: Endpoint, credential: Credential, way: LoginWay): void;
  forget(endpoint: Endpoint): void;
}

/** @param capacity boxes to remember; the one that was not asked for the longest is forgotten first */
export function createLoginMemory(capacity: number): LoginMemory {
  const entries = new Map<string, { readonly credential: Credential; readonly way: LoginWay }>();
  return {
    recall(endpoint, credential) {
      const entry = entries.get(endpointText(endpoint));
      return entry && isSame(entry.credential, credential) ? entry.way : undefined;
    },
    remember(endpoint, credential, way) {
      const key = endpointText(endpoint);
      entries.delete(key);
      entries.set(key, { credential, way });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    forget: (endpoint) => void entries.delete(endpointText(endpoint)),
  };
}

function isSame(a: Credential, b: Credential): boolean {
  return a.user === b.user && a.password === b.password;
}
