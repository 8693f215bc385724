import { BerWriter } from "asn1-ber";

const version1 = 0;
const octetString = 0x04;
const getRequest = 0xa0;

/** Request ids lie between these, so that each takes the same four bytes. */
export const requestIds = { first: 0x4000_0000, count: 0x4000_0000 } as const;

/** An SNMPv1 GET, encoded but for its request id. @param oids each like `1.3.6.1…` */
export function encodeGetRequest(community: string, oids: readonly string[]): (requestId: number) => Buffer {
  const one = encode(community, oids, requestIds.first);
  const other = encode(community, oids, requestIds.first + requestIds.count - 1);
  const idAt = one.findIndex((byte, index) => byte !== other[index]);
  return (requestId) => {
    const packet = Buffer.from(one);
    packet.writeInt32BE(requestId, idAt);
    return packet;
  };
}

function encode(community: string, oids: readonly string[], requestId: number): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(version1);
  writer.writeBuffer(Buffer.from(community), octetString);
  writer.startSequence(getRequest);
  writer.writeInt(requestId);
  writer.writeInt(0);
  writer.writeInt(0);
  writer.startSequence();
  for (const oid of oids) {
    writer.startSequence();
    writer.writeOID(oid);
    writer.writeNull();
    writer.endSequence();
  }
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}
