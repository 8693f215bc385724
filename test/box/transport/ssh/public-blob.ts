import ssh2 from "ssh2";

/** The public half of a private key, as fingerprints are made of. */
export function publicBlob(privateKey: string): Buffer {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}
