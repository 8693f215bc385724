import type { ByteText } from "../../license/byte-text.ts";
import { type LicenseLine, longestLine, nameOnBox, tryParseLicenseLine } from "../../license/license-line.ts";
import { BoxError } from "../box-error.ts";
import { knownVariables } from "../profile/known-variables.ts";
import type { Profile } from "../profile/profile.ts";

/** A command that passed the delivery door; nothing else can be sent to a box. */
export type BoxCommand = ByteText & { readonly __passedTheDoor: true };

/**
 * The command that installs a license line: its very bytes, without blanks around.
 * @throws BoxError `refused` unless it is exactly one license line under a variable that the profile knows, whatever the
 *   pool or a file says
 */
export function licenseCommand(profile: Profile, { raw }: Pick<LicenseLine, "raw">): BoxCommand {
  const refuse = (why: string) => new BoxError("refused", `a line is not sent to the box: ${why}`);
  if (raw.length > longestLine) throw refuse(`it is longer than ${longestLine} bytes`);
  const line = raw.replace(/^[ \t]+|[ \t]+$/g, "") as ByteText;
  if (/[\x00-\x1f\x7f]/.test(line)) throw refuse("it has control characters in it");
  const parsed = tryParseLicenseLine(line);
  if (parsed === undefined) throw refuse("it is no vars create LICENSE/… line");
  if (!knownVariables(profile).has(parsed.variable)) {
    throw refuse(`the profile ${profile.id} does not know the variable ${parsed.variable}`);
  }
  return passed(line);
}

/**
 * The command that deletes a license line that was read from the box. Whether it takes every line of that name with it is
 * unknown [I].
 * @throws BoxError `refused` unless the line stands under a variable that the profile knows
 */
export function removalCommand(profile: Profile, line: Pick<LicenseLine, "raw">): BoxCommand {
  const name = nameOnBox(line);
  if (!knownVariables(profile).has(name.replace(/\/\d{5}$/, ""))) {
    throw new BoxError(
      "refused",
      `nothing is deleted: the profile ${profile.id} does not know the variable ${name || "of this line"}`,
    );
  }
  return passed(`vars del ${name}`);
}

/** What makes changes permanent; the profile's schema lets only known commands in. */
export function closingCommands(profile: Profile): BoxCommand[] {
  return profile.deliver.closing.commands.map(passed);
}

/** The profile's reset, at once or when the box is idle. */
export function resetCommand(profile: Profile, how: "when-idle" | "now"): BoxCommand {
  return passed(how === "now" ? profile.reset.now.command : profile.reset.whenIdle.command);
}

function passed(command: string): BoxCommand {
  return command as BoxCommand;
}
