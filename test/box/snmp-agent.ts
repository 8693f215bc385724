import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { BerReader, BerWriter } from "asn1-ber";

export const oids = {
  sysDescr: "1.3.6.1.2.1.1.1.0",
  sysObjectId: "1.3.6.1.2.1.1.2.0",
  sysUpTime: "1.3.6.1.2.1.1.3.0",
  ifPhysAddress: "1.3.6.1.2.1.2.2.1.6.1",
} as const;

/** An object identifier as `{oid}`, octets as a Buffer or text, a number as TimeTicks. */
export type AgentValue = { readonly oid: string } | Buffer | string | number;
export type AgentValues = Readonly<Record<string, AgentValue>>;

/** One question as it came in. */
export interface Question {
  readonly community: string;
  readonly requestId: number;
  readonly oids: readonly string[];
  readonly from: RemoteInfo;
}

export interface SnmpAgent extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly questions: Question[];
}

/** Answers to a question, each sent as it is; the one that `answerOf` makes, none, or whatever a test wants. */
export type Answering = (question: Question, count: number) => Buffer[] | Promise<Buffer[]>;

/** A small SNMPv1 agent of the tests' own. */
export async function startSnmpAgent(
  values: AgentValues | Answering,
  address = "127.0.0.1",
  port = 0,
): Promise<SnmpAgent> {
  const questions: Question[] = [];
  const answering: Answering =
    typeof values === "function" ? values : (question) => [answerOf(question, values as AgentValues)];
  const socket = createSocket("udp4");
  const answer = async (bytes: Buffer, from: RemoteInfo) => {
    const question = { ...readQuestion(bytes), from };
    questions.push(question);
    for (const packet of await answering(question, questions.length)) socket.send(packet, from.port, from.address);
  };
  socket.on("message", (bytes, from) => void answer(bytes, from));
  socket.bind(port, address);
  await once(socket, "listening");
  return {
    address,
    port: socket.address().port,
    questions,
    [Symbol.asyncDispose]: () => socket[Symbol.asyncDispose](),
  };
}

/** As SNMPv1 has it: all values, or noSuchName with the place of the first that is not there. */
export function answerOf({ community, requestId, oids: asked }: Omit<Question, "from">, values: AgentValues): Buffer {
  const missing = asked.findIndex((oid) => values[oid] === undefined);
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(0);
  writer.writeBuffer(Buffer.from(community), 0x04);
  writer.startSequence(0xa2);
  writer.writeInt(requestId);
  writer.writeInt(missing < 0 ? 0 : 2);
  writer.writeInt(missing + 1);
  writer.startSequence();
  for (const oid of asked) {
    writer.startSequence();
    writer.writeOID(oid);
    writeValue(writer, missing < 0 ? values[oid] : undefined);
    writer.endSequence();
  }
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

function writeValue(writer: BerWriter, value: AgentValue | undefined): void {
  if (value === undefined) writer.writeNull();
  else if (typeof value === "number") writer.writeInt(value, 0x43);
  else if (typeof value === "string" || Buffer.isBuffer(value)) writer.writeBuffer(Buffer.from(value), 0x04);
  else writer.writeOID(value.oid);
}

function readQuestion(bytes: Buffer): Omit<Question, "from"> {
  const reader = new BerReader(bytes);
  reader.readSequence();
  reader.readInt();
  const community = String(reader.readString(0x04, true));
  reader.readSequence(0xa0);
  const requestId = Number(reader.readInt());
  reader.readInt();
  reader.readInt();
  reader.readSequence();
  const asked: string[] = [];
  while (reader.peek() !== null) {
    reader.readSequence();
    asked.push(String(reader.readOID()));
    reader.readString(0x05, true);
  }
  return { community, requestId, oids: asked };
}

/** What a box says. */
export function boxValues(version: string, mac: string | undefined): AgentValues {
  return {
    [oids.sysDescr]: version,
    [oids.sysObjectId]: { oid: "1.3.6.1.4.1.6666" },
    [oids.sysUpTime]: 4711,
    ...(mac && { [oids.ifPhysAddress]: Buffer.from(mac.replaceAll("-", ""), "hex") }),
  };
}
