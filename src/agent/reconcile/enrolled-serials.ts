import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "./site.ts";

/** The boxes that a person vouched for: listed in the configuration, or enrolled by the command. */
export async function enrolledSerials(site: Site): Promise<SerialNumber[]> {
  const known = await site.journal.boxes.all();
  const enrolled = known.filter((box) => box.enrolledAt !== undefined).map((box) => box.serial);
  return [...new Set([...site.boxes.keys(), ...enrolled])].sort();
}
