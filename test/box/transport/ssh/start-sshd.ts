import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SshTarget } from "../../../../src/box/transport/ssh/ssh-error.ts";
import { newHostKey } from "../../../../src/simulator/ssh/host-key.ts";
import { findPeer, type PeerName } from "../../../real-peer.ts";
import { publicBlob } from "./public-blob.ts";

/** A real OpenSSH server with one account, `admin`. */
export interface RealSshd extends AsyncDisposable {
  readonly target: SshTarget;
  readonly fingerprint: string;
  /** What it wrote about logins so far. */
  log(): string;
}

/** As whom it runs: never as root, who would need privilege separation, with folders of the system's. */
const nobody = 65_534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
const own = ["--user", "--map-current-user", "--keep-caps", "--mount"];

/** Whether a process can have its own view of files here, so that an account needs not be made on the system. */
export function canHaveOwnAccounts(): boolean {
  return spawnSync(peer("unshare"), [...own, "true"], identity).status === 0;
}

/**
 * Starts sshd without root and without touching the system: it has its own `/etc/passwd` in a mount namespace of its
 * own, everything else is in a temporary folder.
 */
export async function startSshd(target: SshTarget, password: string): Promise<RealSshd> {
  const folder = mkdtempSync(join(tmpdir(), "sshd-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    if (identity.uid !== undefined) chownSync(join(folder, name), identity.uid, identity.gid);
    return join(folder, name);
  };
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const key = newHostKey();
  const hash = execFileSync(peer("openssl"), ["passwd", "-6", "-stdin"], { input: password, encoding: "utf8" }).trim();
  const { uid = process.getuid?.(), gid = process.getgid?.() } = identity;
  const passwd = file("passwd", `root:x:0:0::/:/bin/false\nadmin:${hash}:${uid}:${gid}::/:/bin/sh\n`);
  const settings = {
    Port: target.port,
    ListenAddress: target.address,
    HostKey: file("host-key", key),
    UsePAM: "no",
    PasswordAuthentication: "yes",
    KbdInteractiveAuthentication: "no",
    PidFile: "none",
    StrictModes: "no",
    LogLevel: "VERBOSE",
    // A terminal would have to change hands, which wants root.
    PermitTTY: "no",
    ForceCommand: 'if [ -n "$SSH_ORIGINAL_COMMAND" ]; then exec sh -c "$SSH_ORIGINAL_COMMAND"; else exec sh -i; fi',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  const config = file("config", lines.join(""));
  const script = 'mount --bind "$1" /etc/passwd && exec "$2" -D -e -f "$3"';
  const child = spawn(peer("unshare"), [...own, "sh", "-c", script, "sh", passwd, peer("sshd"), config], {
    ...identity,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = await listening(child);
  const blob = publicBlob(key);
  return {
    target,
    fingerprint: `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`,
    log,
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function listening(child: ChildProcess): Promise<() => string> {
  let text = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`sshd ended: ${text}`)));
    child.stderr?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.includes("Server listening")) resolve();
    });
  });
  return () => text;
}

/** Its name where it is missing, so that the error tells it. */
function peer(name: PeerName): string {
  return findPeer(name) ?? name;
}
