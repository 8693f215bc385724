import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import t from "tap";
import { publicKeyText, readLicenseAnswer, writeLicenseAnswer } from "../../../src/license/air-gap/license-answer.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const answer = {
  kind: "varsync-license-answer",
  requestId: "3e4f1f3e-6a7e-4c55-8d3b-0b8f6d1c2a3b",
  site: "Böblingen",
  issuedAt: "2031-05-01T10:00:00.000Z",
  expiresAt: "2031-05-31T10:00:00.000Z",
  licenseKeys: [
    {
      serial: parseSerialNumber("00-90-33-00-00-00"),
      type: "Relay-BRIs",
      count: 2,
      issuer: "own",
      line: "vars create",
    },
  ],
} as const;
const written = writeLicenseAnswer(answer, privateKey);

t.test("an answer is read as it was written, and names who signed it", async (t) => {
  t.same(readLicenseAnswer(written, "answer"), { answer, publicKey: publicKeyText(privateKey) });
});

t.test("an answer of which any byte was changed, added or lost is refused", async (t) => {
  const bytes = Buffer.from(written);
  const position = fc.nat(bytes.length - 1);
  const change = fc.oneof(
    fc.tuple(position, fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ by, at);
      return changed;
    }),
    position.map((at) => bytes.subarray(0, at)),
    fc
      .tuple(position, fc.nat(255))
      .map(([at, byte]) => Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)])),
    fc.uint8Array({ minLength: 1, maxLength: 3 }).map((more) => Buffer.concat([bytes, more])),
  );
  fc.assert(
    fc.property(change, (changed) => {
      // Bytes that read as the same text would say the same.
      fc.pre(changed.toString("utf8") !== written);
      t.throws(() => readLicenseAnswer(changed.toString("utf8"), "answer"), { code: "bad-file" });
    }),
    { numRuns: 500 },
  );
});
