import type { BoxTarget } from "./box-target.ts";
import type { Site } from "./site.ts";

/** The address that a box was named by, or where the configuration has it, or where it was seen last. */
export async function knownAddress({ boxes, journal }: Site, target: BoxTarget): Promise<string | undefined> {
  if ("endpoint" in target) return target.endpoint.address;
  return boxes.get(target.serial)?.endpoint?.address ?? (await journal.boxes.find(target.serial))?.address;
}
