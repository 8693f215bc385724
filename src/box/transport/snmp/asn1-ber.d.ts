/** The part of the library that is used here; it comes without types. */
declare module "asn1-ber" {
  export class BerWriter {
    readonly buffer: Buffer;
    startSequence(tag?: number): void;
    endSequence(): void;
    writeInt(value: number, tag?: number): void;
    writeBuffer(value: Buffer, tag: number): void;
    writeOID(oid: string): void;
    writeNull(): void;
  }

  /** Every method answers `null` where the data ends too early, and throws where another tag stands. */
  export class BerReader {
    constructor(data: Buffer);
    readonly length: number;
    readonly offset: number;
    peek(): number | null;
    readSequence(tag?: number): number | null;
    readInt(tag?: number): number | null;
    readString(tag: number, asBuffer: true): Buffer | null;
    readOID(tag?: number): string | null;
  }
}
