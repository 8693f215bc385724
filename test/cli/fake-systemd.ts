import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { findPeer, needsPeer, realPeer } from "../real-peer.ts";
import { linesOf } from "./lines-of.ts";

const program = fileURLToPath(new URL("notify-socket.py", import.meta.url));

/** Options for a test that needs it. */
export const fakeSystemdPeers =
  [realPeer("systemd-notify"), realPeer("python3")].find(({ skip }) => skip) ?? needsPeer(false, "");

/** A socket that systemd-notify speaks to, and what it was told, a line each. */
export async function startFakeSystemd(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), "varsync-"));
  t.teardown(() => rm(folder, { recursive: true }));
  // The path of a socket is at most 107 bytes long.
  const path = join(folder, "notify");
  const child = spawn(findPeer("python3") ?? "python3", [program, path], { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => child.kill());
  const told = linesOf(child.stdout);
  await told.next("listening");
  return { env: { NOTIFY_SOCKET: path }, told };
}
