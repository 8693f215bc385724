import type { SshSettings } from "../../../../src/box/transport/ssh/ssh-settings.ts";
import { ports } from "../../simulated.ts";

/** Settings that take every host key and note its fingerprint. */
export function trusting(port: number = ports.ssh): SshSettings & { readonly shown: string[] } {
  const shown: string[] = [];
  const verifyHostKey = (fingerprint: string) => shown.push(fingerprint) > 0;
  return { port, verifyHostKey, shown };
}
