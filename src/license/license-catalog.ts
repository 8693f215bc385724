import { LicenseError } from "./license-error.ts";

/** How sure a fact is: documented, seen in code or a capture, inferred, or a convention of this project. */
export type Mark = "D" | "C" | "I" | "P";

/** One kind of license, as the license manager names it. */
export interface LicenseType {
  /** `Relay-BRIs`, as in the license manager. */
  readonly type: string;
  /** The variable that its lines are kept under, `LICENSE/RELAY0`. */
  readonly variable: string;
  /** The name inside the value, `BRIs` in `BRIs=2`. */
  readonly name: string;
  /** `serial-number`: works only on the box whose serial number it carries. `nothing`: works on whatever box it is put. */
  readonly boundTo: "serial-number" | "nothing";
  readonly what: string;
  /** How sure the type's name is. */
  readonly mark: Mark;
}

/** The flags of the lines that this installation issues, copied from the vendor's sample; what they mean is unproved. */
export const licenseFlags = "pau";

const relay = { variable: "LICENSE/RELAY0", boundTo: "serial-number" } as const;
const pbx = { variable: "LICENSE/PBX0", boundTo: "nothing" } as const;

/** Every license type of firmware 5.01. The variable is [D] for Relay, [I] for PBX and [P] for DECT. */
export const licenseCatalog: readonly LicenseType[] = [
  { ...pbx, type: "PBX-Registrations", name: "Registrations", what: "users of the PBX", mark: "D" },
  { ...pbx, type: "PBX-SoftwarePhones", name: "SoftwarePhones", what: "SoftwarePhone clients", mark: "D" },
  { ...pbx, type: "PBX-Operators", name: "Operators", what: "Operator clients", mark: "D" },
  { ...pbx, type: "PBX-BossSecretary", name: "BossSecretary", what: "boss/secretary function", mark: "P" },
  { ...relay, type: "Relay-Registrations", name: "Registrations", what: "gatekeeper registrations", mark: "D" },
  { ...relay, type: "Relay-BRIs", name: "BRIs", what: "ISDN basic rate interfaces", mark: "D" },
  { ...relay, type: "Relay-PRIs", name: "PRIs", what: "ISDN primary rate interfaces", mark: "I" },
  {
    type: "DECT-Users",
    variable: "LICENSE/DECT0",
    name: "Users",
    boundTo: "nothing",
    what: "DECT users",
    mark: "P",
  },
];

const byType = new Map(licenseCatalog.map((entry) => [entry.type, entry]));

/** The license type of that name, or `undefined` when the catalog has none. */
export function findLicenseType(type: string): LicenseType | undefined {
  return byType.get(type);
}

/** @throws LicenseError `bad-type` that lists what there is */
export function licenseType(type: string): LicenseType {
  const found = byType.get(type);
  if (found === undefined) {
    throw new LicenseError(
      "bad-type",
      `unknown license type "${type.slice(0, 60)}"; there are ${licenseCatalog.map((entry) => entry.type).join(", ")}`,
    );
  }
  return found;
}

/** The type that a line under `variable` with `name=count` in it is of; made up from both when the catalog has none. */
export function licenseTypeName(variable: string, name: string): string {
  const known = licenseCatalog.find((entry) => entry.variable === variable && entry.name === name);
  return known?.type ?? `${variable.replace(/^LICENSE\//, "").replace(/\d+$/, "")}-${name}`;
}

/** The most licenses that one key or target may name: far above any box, small enough to add up safely. */
export const largestCount = 1_000_000;

/** @throws LicenseError `bad-type` unless `count` is a whole number from 1 to `largestCount` */
export function checkCount(count: number, type = "license"): number {
  if (Number.isInteger(count) && count >= 1 && count <= largestCount) return count;
  throw new LicenseError("bad-type", `${type}: a count is a whole number from 1 to ${largestCount}, not ${count}`);
}
