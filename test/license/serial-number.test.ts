import fc from "fast-check";
import t from "tap";
import { parseSerialNumber, serialNumberFromBytes, tryParseSerialNumber } from "../../src/license/serial-number.ts";

t.test("every way that people type a MAC address is the same serial number", async (t) => {
  const ways = [
    "00-90-33-01-02-9f",
    "00:90:33:01:02:9F",
    "00.90.33.01.02.9f",
    "0090.3301.029f",
    "00903301029F",
    "  00-90-33-01-02-9f ",
    "00-90-33-01-02-9f-42",
    "00-90-33-01-02-9f (42)",
    "00903301029f42",
  ];
  for (const way of ways) t.equal(parseSerialNumber(way), "00-90-33-01-02-9f", way);
});

t.test("anything else is refused with a sentence", async (t) => {
  for (const text of ["", "00-90-33", "00-90-33-01-02-9g", "00-90-34-01-02-9f", "00-90:33-01-02-9f", "192.168.10.7"]) {
    t.throws(() => parseSerialNumber(text), { code: "bad-serial-number" }, text);
  }
});

t.test("the bytes of ifPhysAddress give the same serial number as its text", async () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3, maxLength: 3 }), (tail) => {
      const serial = serialNumberFromBytes(Uint8Array.of(0, 0x90, 0x33, ...tail));
      return serial !== undefined && tryParseSerialNumber(serial) === serial;
    }),
  );
});
