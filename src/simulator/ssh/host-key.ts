import { generateKeyPairSync } from "node:crypto";

/** A new private host key, PEM. Made by the platform: of the keys that ssh2 makes itself, one in 250 it cannot read. */
export function newHostKey(): string {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "sec1", format: "pem" },
  });
  return privateKey;
}
