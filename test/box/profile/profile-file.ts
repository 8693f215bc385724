import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInProfiles } from "../../../src/box/profile/load-profiles.ts";

/** A profile as an operator may write it: the one of the IP400 with some of its text replaced. */
export function profileText(...changes: readonly (readonly [from: string | RegExp, to: string])[]): string {
  let text = readFileSync(join(builtInProfiles, "ip400.yaml"), "utf8");
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`there is no ${from} in the profile`);
    text = changed;
  }
  return text;
}
