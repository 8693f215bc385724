import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { ConfigError } from "../config/config-error.ts";

const signedHead = z.strictObject({
  kind: z.literal("varsync-ledger-head"),
  sequence: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  signature: z.string(),
});

/** The newest entry of a ledger, when somebody asked. */
export type ExportedHead = Omit<z.output<typeof signedHead>, "kind" | "signature">;

/** A file with the head, signed with Ed25519. */
export function writeSignedHead(head: ExportedHead, privateKey: KeyObject): string {
  const signature = sign(null, signedBytes(head), privateKey).toString("base64");
  return `${JSON.stringify({ kind: "varsync-ledger-head", ...head, signature }, undefined, 2)}\n`;
}

/** @throws ConfigError for a file that is none, was changed, or was signed by another installation */
export function readSignedHead(content: string, file: string, privateKey: KeyObject): ExportedHead {
  const parsed = signedHead.safeParse(readJson(content));
  if (!parsed.success) throw new ConfigError(`${file}: is no head of a ledger; pool audit --export-head writes one`);
  const { sequence, hash, at, signature } = parsed.data;
  const head = { sequence, hash, at };
  if (verify(null, signedBytes(head), createPublicKey(privateKey), Buffer.from(signature, "base64"))) return head;
  throw new ConfigError(`${file}: was changed, or signed by another installation`);
}

function signedBytes({ sequence, hash, at }: ExportedHead): Buffer {
  return Buffer.from(JSON.stringify(["varsync-ledger-head", sequence, hash, at]));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
