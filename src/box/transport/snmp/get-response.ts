import { BerReader } from "asn1-ber";
import type { SnmpValue } from "./box-snmp.ts";

/** What came back to a GET. */
export interface GetResponse {
  readonly requestId: number;
  /** 0 = none; 2 = noSuchName, and `errorIndex` says which of the asked, counted from 1. */
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly values: ReadonlyMap<string, SnmpValue>;
}

const tags = {
  integer: 0x02,
  octetString: 0x04,
  oid: 0x06,
  address: 0x40,
  counter: 0x41,
  gauge: 0x42,
  ticks: 0x43,
  response: 0xa2,
} as const;

/** More than this is no answer to anything that is asked here. */
const mostValues = 64;

/** Reads an SNMPv1 response; `undefined` when the bytes are anything else. */
export function decodeGetResponse(bytes: Buffer): GetResponse | undefined {
  try {
    return readMessage(new BerReader(bytes));
  } catch {
    return undefined;
  }
}

function readMessage(reader: BerReader): GetResponse | undefined {
  reader.readSequence();
  if (reader.readInt() !== 0 || reader.readString(tags.octetString, true) === null) return undefined;
  reader.readSequence(tags.response);
  const [requestId, errorStatus, errorIndex] = [reader.readInt(), reader.readInt(), reader.readInt()];
  if (requestId === null || errorStatus === null || errorIndex === null) return undefined;
  const values = new Map<string, SnmpValue>();
  if (reader.readSequence() === null) return undefined;
  const end = reader.offset + reader.length;
  for (let count = 0; reader.offset < end && count < mostValues; count += 1) {
    if (reader.readSequence() === null) return undefined;
    const oid = reader.readOID();
    const value = readValue(reader);
    if (oid === null || value === null) return undefined;
    if (value !== undefined) values.set(oid, value);
  }
  return { requestId, errorStatus, errorIndex, values };
}

/** `null` where the bytes end too early, `undefined` for a value of a kind that is not used here. */
function readValue(reader: BerReader): SnmpValue | null | undefined {
  const tag = reader.peek();
  switch (tag) {
    case null:
      return null;
    case tags.integer:
      return reader.readInt();
    case tags.counter:
    case tags.gauge:
    case tags.ticks: {
      // Some agents send the upper half of the unsigned range in four bytes, which then looks negative.
      const number = reader.readInt(tag);
      return number !== null && number < 0 ? number + 2 ** 32 : number;
    }
    case tags.octetString:
      return reader.readString(tag, true);
    case tags.oid:
      return reader.readOID();
    case tags.address:
      return reader.readString(tag, true)?.join(".") ?? null;
    default:
      return reader.readString(tag, true) === null ? null : undefined;
  }
}
