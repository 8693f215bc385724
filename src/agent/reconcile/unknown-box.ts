import { BoxError } from "../../box/box-error.ts";
import type { BoxTarget } from "./box-target.ts";
import type { Site } from "./site.ts";

/** For a box that is neither listed nor enrolled, and was not seen anywhere; told in the same words by every command. */
export function unknownBox(target: BoxTarget): BoxError {
  const [which, where] =
    "serial" in target
      ? [target.serial, { serial: target.serial }]
      : [`at ${target.endpoint.address}`, { address: target.endpoint.address }];
  const message = `no box ${which} is known here; varsync discover shows the boxes that are there, varsync enroll vouches for one`;
  return new BoxError("unknown-box", message, where);
}

/** Whether the box is listed in the configuration, enrolled, or was seen once. */
export async function isKnown(
  { boxes, journal }: Pick<Site, "boxes" | "journal">,
  target: BoxTarget,
): Promise<boolean> {
  if ("serial" in target) return boxes.has(target.serial) || (await journal.boxes.find(target.serial)) !== undefined;
  const { address } = target.endpoint;
  const isListed = [...boxes.values()].some(({ endpoint }) => endpoint?.address === address);
  return isListed || (await journal.boxes.all()).some((box) => box.address === address);
}
