/**
 * A string whose every character is one byte (0 to 255), as it stood on the wire or in a file. Lines are kept and
 * compared like this, so that nothing is lost whatever the encoding was.
 */
export type ByteText = string & { readonly __brand: "ByteText" };

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes as they are, one character each. */
export function byteText(bytes: Uint8Array): ByteText {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1") as ByteText;
}

/** Text that a person typed or that the pool keeps, as the UTF-8 bytes that go over the wire. */
export function toByteText(text: string): ByteText {
  return byteText(Buffer.from(text, "utf8"));
}

export function fromByteText(text: ByteText): Buffer {
  return Buffer.from(text, "latin1");
}

/** What the bytes say to a person: UTF-8 where they are that, else ISO-8859-1, which old boxes show [P]. */
export function readable(text: ByteText): string {
  try {
    return utf8.decode(fromByteText(text));
  } catch {
    return text;
  }
}
