import { parseSerialNumber } from "../license/serial-number.ts";
import { isInRange, largestNetwork } from "./network.ts";
import type { ConfigFile } from "./schema/config-schema.ts";

/** A mistake that shows only when parts of the file are held against each other. */
export interface Contradiction {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Finds what a schema cannot: overlapping networks, boxes outside them, one box or address twice, keys from nowhere. */
export function findContradictions(config: ConfigFile): Contradiction[] {
  return [...networkMistakes(config), ...boxMistakes(config), ...keyMistakes(config)];
}

function networkMistakes({ networks, largeNetworks }: ConfigFile): Contradiction[] {
  return networks.flatMap((network, index) => {
    const path = ["networks", index];
    const size = network.last - network.first + 1;
    const other = networks.slice(0, index).find((one) => one.first <= network.last && network.first <= one.last);
    const overlaps = other ? [{ path, message: `${network.cidr} overlaps ${other.cidr}` }] : [];
    const message = `${network.cidr} has ${size} addresses; more than ${largestNetwork} want largeNetworks: true`;
    return size > largestNetwork && !largeNetworks ? [...overlaps, { path, message }] : overlaps;
  });
}

function boxMistakes({ networks, boxes, ports }: ConfigFile): Contradiction[] {
  const serials = new Map<string, string>();
  const addresses = new Map<string, string>();
  return Object.entries(boxes).flatMap(([key, box]) => {
    const mistakes: Contradiction[] = [];
    const serial = parseSerialNumber(key);
    if (serials.has(serial))
      mistakes.push({ path: ["boxes", key], message: `is the same box as ${serials.get(serial)}` });
    serials.set(serial, key);
    if (box?.standbyOf !== undefined && !isOtherBox(box.standbyOf, serial, boxes)) {
      mistakes.push({
        path: ["boxes", key, "standbyOf"],
        message: "wants the serial number of another box listed here",
      });
    }
    const address = box?.address;
    if (address === undefined) return mistakes;
    const path = ["boxes", key, "address"];
    const [host = "", port = ports.http] = address.split(":");
    const place = `${host}:${Number(port)}`;
    if (addresses.has(place))
      mistakes.push({ path, message: `${address} is the address of ${addresses.get(place)}, too` });
    addresses.set(place, key);
    if (!networks.some((network) => isInRange(host, network))) {
      mistakes.push({ path, message: `${host} is outside the networks, and nothing outside is ever contacted` });
    }
    return mistakes;
  });
}

function isOtherBox(text: string, serial: string, boxes: ConfigFile["boxes"]): boolean {
  const other = parseSerialNumber(text);
  return other !== serial && Object.keys(boxes).some((key) => parseSerialNumber(key) === other);
}

function keyMistakes({ keys, files, vendor, pool, credentials, discovery, boxes }: ConfigFile): Contradiction[] {
  const mistakes: Contradiction[] = [];
  if (keys?.includes("files") && !files)
    mistakes.push({ path: ["keys"], message: "names files, and there is no files: {dir: …}" });
  if (keys?.includes("vendor") && !vendor)
    mistakes.push({ path: ["keys"], message: "names vendor, and there is no vendor: {url: …}" });
  if (keys?.includes("pool") && !pool)
    mistakes.push({ path: ["keys"], message: "names pool, and there is no pool: {database: …} and no pool: {url: …}" });
  if (new Set(keys).size !== (keys ?? []).length) mistakes.push({ path: ["keys"], message: "names a source twice" });
  const communities = [discovery.snmpCommunity, discovery.snmpCommunityFile, discovery.snmpCommunityEnv];
  if (communities.filter((one) => one !== undefined).length > 1) {
    mistakes.push({ path: ["discovery"], message: "wants one of snmpCommunity, snmpCommunityFile, snmpCommunityEnv" });
  }
  credentials.slice(0, -1).forEach((credential, index) => {
    if (credential.match === undefined) {
      const message = "matches every box, so that those after it are never used; put it last";
      mistakes.push({ path: ["credentials", index], message });
    }
  });
  for (const [key, box] of Object.entries(boxes)) {
    if (box?.files && !files) mistakes.push({ path: ["boxes", key, "files"], message: "there is no files: {dir: …}" });
  }
  return mistakes;
}
