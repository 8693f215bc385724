import { versionNumber } from "../../box/profile/firmware.ts";
import type { KnownBox } from "../journal/known-boxes.ts";
import { isConfigurationGone } from "../verify/settings-sample.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";

/**
 * A box that has another major firmware than at the last look, or whose configuration and licenses are gone as after a
 * factory reset, is set aside until a person has looked.
 * @param hadLines whether license lines were seen on it before
 */
export async function freezeIfStrange(site: Site, look: Look, known: KnownBox, hadLines: boolean): Promise<void> {
  const { serial, identity, configuration } = look;
  const scope = `box:${serial}` as const;
  const release = `varsync release ${serial}, when you have looked`;
  const [before, now] = [majorOf(known.firmware), majorOf(identity.firmware)];
  if (before !== undefined && now !== undefined && before !== now) {
    const message = `firmware ${known.firmware} became ${identity.firmware}; ${release}`;
    return tripBreaker(site, scope, "firmware-changed", message);
  }
  if (configuration === undefined || known.settingsSample === undefined) return;
  const bare = configuration.licenses.length === 0;
  if (bare && hadLines && isConfigurationGone(known.settingsSample, configuration.settings)) {
    const message = `its configuration and licenses are gone since the last look, as after a factory reset; ${release}`;
    await tripBreaker(site, scope, "factory-reset", message);
  }
}

function majorOf(firmware: string | undefined): number | undefined {
  const number = firmware === undefined ? undefined : versionNumber(firmware);
  return number === undefined ? undefined : Math.floor(number / 100);
}
