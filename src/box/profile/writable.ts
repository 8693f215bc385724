import { firmwareInRange, versionNumber } from "./firmware.ts";
import type { Profile } from "./profile.ts";

/** From this version on the vendor's Devices app manages boxes [D]. */
const managedByDevicesApp = 1300;

/** Why a box of this profile with this firmware may only be read; `undefined` when it may be written. */
export function writableReason(profile: Profile, firmware: string | undefined): string | undefined {
  if (firmware !== undefined && (versionNumber(firmware) ?? 0) >= managedByDevicesApp) {
    return `firmware ${firmware} is managed by the vendor's Devices app`;
  }
  if (!profile.write) return `the profile ${profile.id} allows reading only`;
  if (profile.firmware === undefined) return undefined;
  if (firmware === undefined) return "the box does not tell its firmware";
  const { from, before } = profile.firmware;
  if (firmwareInRange(firmware, { from, before })) return undefined;
  return `firmware ${firmware} is outside the range of profile ${profile.id} (from ${from}, before ${before})`;
}
