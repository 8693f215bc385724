import type { SerialNumber } from "../license/serial-number.ts";
import { isInRange } from "./network.ts";
import type { CredentialEntry, VarsyncConfig } from "./varsync-config.ts";

/** The first entry under `credentials` that matches the box; an entry without `match` matches every box. */
export function credentialEntryFor(
  { credentials }: VarsyncConfig,
  box: { readonly serial: SerialNumber; readonly profile: string; readonly address: string },
): CredentialEntry | undefined {
  return credentials.find(({ match: { serial, profile, network } }) => {
    if (serial !== undefined) return serial === box.serial;
    if (profile !== undefined) return profile === box.profile;
    return network === undefined || isInRange(box.address, network);
  });
}
