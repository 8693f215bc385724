import { toByteText } from "../license/byte-text.ts";
import { parseSerialNumber, type SerialNumber } from "../license/serial-number.ts";
import { nameBytes } from "./configuration-text.ts";
import type { Fault } from "./faults.ts";
import { seededRandom } from "./random.ts";
import { type LoginKind, SimulatedBox, type SimulatedBoxOptions } from "./simulated-box.ts";

const products = ["IP400", "IP3000", "IP202"] as const;
const logins: readonly LoginKind[] = ["basic", "digest", "401-in-the-body", "digest-without-qop"];
const places = ["Empfang", "Lager", "Werkstatt", "Büro", "Filiale Köln", "Labor"] as const;

/**
 * The box with that number in a LAN of that seed: the same numbers give the same box. User and password are the factory's,
 * `admin` and the product in lower case.
 */
export function makeBox(seed: number, index: number, own: Partial<SimulatedBoxOptions> = {}): SimulatedBox {
  const random = seededRandom(seed * 65_537 + index);
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const product = own.product ?? products[index % products.length] ?? "IP400";
  const faults: ReadonlySet<Fault> = own.faults ?? new Set();
  const name =
    faults.has("latin1-name") || faults.has("utf8-name") ? "Zentrale München" : `${pick(places)} ${index + 1}`;
  return new SimulatedBox({
    serial: serialNumber(seed, index),
    product,
    versionText: `V5.01 ${product}[05-5100], Bootcode[05-5000], HW[101]`,
    name: nameBytes(name, faults.has("latin1-name") ? "latin1" : "utf8"),
    user: "admin",
    password: product.toLowerCase(),
    login: pick(logins),
    startPage: random() < 0.5 ? "xml" : "html",
    saysResetRequired: random() < 0.5,
    phones: 12,
    licenses: random() < 0.25 ? [foreignLine(random)] : [],
    random,
    ...own,
    faults,
  });
}

/** A serial number of the block 00-90-33; different for every index below 65,536. */
function serialNumber(seed: number, index: number): SerialNumber {
  const number = ((seed & 0xff) << 16) | (index & 0xffff);
  return parseSerialNumber(`009033${number.toString(16).padStart(6, "0")}`);
}

/** A license that somebody put there before, and that no pool knows. */
function foreignLine(random: () => number) {
  const group = () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, "0");
  const key = [group(), group(), group(), group()].join("-");
  return toByteText(`vars create LICENSE/PBX0 pau Registrations=5,,Altbestand,,,${key}`);
}
