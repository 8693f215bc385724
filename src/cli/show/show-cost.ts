import type { Output } from "../output.ts";

/** Prints what would be taken from the balance, by type. */
export async function showCost(
  out: Output,
  cost: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, number>,
): Promise<void> {
  const number = (heading: string) => ({ heading, align: "right" as const });
  const rows = [...cost].map(([type, count]) => {
    const before = left.get(type) ?? 0;
    return [type, String(count), String(before), String(before - count)];
  });
  out.text("");
  await out.table([{ heading: "From the balance" }, number("Cost"), number("Left now"), number("Left then")], rows);
}
