/** What a version text says: sysDescr, the `version` of box_info.xml, or the answer of the PBX's `Version`. */
export interface VersionText {
  /** The product word, `IP400`. */
  readonly product?: string;
  /** The label, `5.01` or `13r1`; where there is none, what stands in the brackets, `05-5100` or `06-60400.02`. */
  readonly firmware?: string;
}

/** `<label> <product>[<firmware>], Bootcode[<boot>], HW[<hw>]` [C], label and rest may be missing [D]. */
const shape = /^\s*(?:V?(\d+(?:\.\d+|r\d+)?)\b[^[\]]*?\s)?\s*([A-Za-z][A-Za-z0-9-]*)\[([^\]]{1,40})\]/;

/** Reads a version text; what it does not say is missing. */
export function parseVersionText(text: string): VersionText {
  const [, label, product, build] = shape.exec(text.slice(0, 500)) ?? [];
  const firmware = label ?? build;
  return { ...(product && { product }), ...(firmware && { firmware }) };
}

/**
 * The version as major times 100 plus minor, for comparison: `5.01` → 501, `13r1` → 1301, `7` → 700; of a build
 * (`05-5100`, `06-60400.02`, `13.2195`) the number before it. `undefined` when it is none of these.
 */
export function versionNumber(firmware: string): number | undefined {
  const [, major, minor] = /^V?(\d{1,2})(?:[.r](\d{1,2})|[-.][\d.]+)?$/.exec(firmware.trim()) ?? [];
  return major === undefined ? undefined : Number(major) * 100 + Number(minor ?? 0);
}

/** From inclusive, before exclusive; a version that cannot be read is in no range. */
export function firmwareInRange(firmware: string, range: { from: string; before: string }): boolean {
  const number = versionNumber(firmware);
  const [from, before] = [versionNumber(range.from), versionNumber(range.before)];
  return number !== undefined && from !== undefined && before !== undefined && number >= from && number < before;
}
