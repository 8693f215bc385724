import { Buffer } from "node:buffer";
import type { SimulatedBox } from "../simulated-box.ts";

/** A value as SNMPv1 has them. */
export type ObjectValue =
  | { readonly kind: "octets"; readonly value: Buffer }
  | { readonly kind: "oid"; readonly value: string }
  | { readonly kind: "integer" | "ticks"; readonly value: number };

/** What a box tells over SNMP, in the order of the object identifiers. */
export function objectTree(box: SimulatedBox): ReadonlyMap<string, ObjectValue> {
  const { serial, versionText, product } = box.options;
  const octets = (value: string | Buffer) => ({ kind: "octets", value: Buffer.from(value) }) as const;
  const mac = Buffer.from(serial.replaceAll("-", ""), "hex");
  const ticks = Math.floor((performance.now() - box.upSince) / 10);
  return new Map<string, ObjectValue>([
    ["1.3.6.1.2.1.1.1.0", octets(versionText)],
    ["1.3.6.1.2.1.1.2.0", { kind: "oid", value: "1.3.6.1.4.1.6666" }],
    ["1.3.6.1.2.1.1.3.0", { kind: "ticks", value: ticks }],
    ["1.3.6.1.2.1.1.5.0", octets(Buffer.from(box.options.name, "latin1"))],
    ["1.3.6.1.2.1.2.1.0", { kind: "integer", value: 2 }],
    ["1.3.6.1.2.1.2.2.1.2.1", octets("ETH0")],
    ["1.3.6.1.2.1.2.2.1.2.2", octets("ETH1")],
    ["1.3.6.1.2.1.2.2.1.6.1", octets(mac)],
    ["1.3.6.1.2.1.2.2.1.6.2", octets(mac)],
    ["1.3.6.1.4.1.6666.2.1.1.1.1.0", octets(product)],
  ]);
}

/** Object identifiers compare number by number. */
export function compareOids(one: string, other: string): number {
  const [left, right] = [one.split(".").map(Number), other.split(".").map(Number)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
