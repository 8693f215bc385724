import { BerReader, BerWriter } from "asn1-ber";
import { compareOids, type ObjectValue } from "./object-tree.ts";

const tags = { octets: 0x04, ticks: 0x43, get: 0xa0, getNext: 0xa1, response: 0xa2 } as const;
const noSuchName = 2;

interface Request {
  readonly id: number;
  readonly next: boolean;
  readonly oids: readonly string[];
}

/**
 * The answer to an SNMPv1 packet; `undefined` for anything else: other versions, other communities, other requests get
 * none [D].
 */
export function answerPacket(
  packet: Buffer,
  community: string,
  tree: () => ReadonlyMap<string, ObjectValue>,
): Buffer | undefined {
  const request = readRequest(packet, community);
  if (request === undefined) return undefined;
  const objects = tree();
  const found = request.oids.map((oid) => {
    const name = request.next ? [...objects.keys()].find((key) => compareOids(key, oid) > 0) : oid;
    const value = name === undefined ? undefined : objects.get(name);
    return { oid: (value && name) ?? oid, value };
  });
  const missing = found.findIndex(({ value }) => value === undefined);
  const shown = missing < 0 ? found : request.oids.map((oid) => ({ oid, value: undefined }));
  return writeResponse(community, request.id, missing, shown);
}

function readRequest(packet: Buffer, community: string): Request | undefined {
  try {
    const reader = new BerReader(packet);
    reader.readSequence();
    if (reader.readInt() !== 0 || reader.readString(tags.octets, true)?.toString("latin1") !== community) {
      return undefined;
    }
    const tag = reader.peek();
    if (tag !== tags.get && tag !== tags.getNext) return undefined;
    reader.readSequence(tag);
    const id = reader.readInt();
    reader.readInt();
    reader.readInt();
    reader.readSequence();
    const oids: string[] = [];
    while (reader.offset < packet.length && reader.readSequence() !== null) {
      oids.push(reader.readOID() ?? "");
      reader.readString(reader.peek() ?? 0x05, true);
    }
    return id === null ? undefined : { id, next: tag === tags.getNext, oids };
  } catch {
    return undefined;
  }
}

function writeResponse(
  community: string,
  id: number,
  missing: number,
  objects: readonly { readonly oid: string; readonly value: ObjectValue | undefined }[],
): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(0);
  writer.writeBuffer(Buffer.from(community, "latin1"), tags.octets);
  writer.startSequence(tags.response);
  writer.writeInt(id);
  writer.writeInt(missing < 0 ? 0 : noSuchName);
  writer.writeInt(missing + 1);
  writer.startSequence();
  for (const { oid, value } of objects) {
    writer.startSequence();
    writer.writeOID(oid);
    writeValue(writer, value);
    writer.endSequence();
  }
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

function writeValue(writer: BerWriter, value: ObjectValue | undefined): void {
  if (value === undefined) writer.writeNull();
  else if (value.kind === "octets") writer.writeBuffer(value.value, tags.octets);
  else if (value.kind === "oid") writer.writeOID(value.value);
  else if (value.kind === "ticks") writer.writeInt(value.value, tags.ticks);
  else writer.writeInt(value.value);
}
