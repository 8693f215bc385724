import type { SerialNumber } from "../../license/serial-number.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { Site } from "./site.ts";

/** Where it is written down who is enrolled. */
export interface Enrolling extends Pick<Site, "boxes"> {
  readonly journal: Pick<Journal, "boxes">;
}

/** The boxes that a person vouched for: listed in the configuration, or enrolled by the command. */
export async function enrolledSerials({ boxes, journal }: Enrolling): Promise<SerialNumber[]> {
  const known = await journal.boxes.all();
  const enrolled = known.filter((box) => box.enrolledAt !== undefined).map((box) => box.serial);
  return [...new Set([...boxes.keys(), ...enrolled])].sort();
}
