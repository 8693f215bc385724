import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that others wrote and that tests speak to, when they are there. */
export type PeerName =
  | "curl"
  | "openssl"
  | "promtool"
  | "python3"
  | "script"
  | "snmpget"
  | "snmpwalk"
  | "ssh"
  | "sshd"
  | "systemd-analyze"
  | "systemd-cat"
  | "systemd-notify"
  | "systemd-sysusers"
  | "systemd-tmpfiles"
  | "unshare";

/** Where system programs lie that are not on everybody's path. */
const more = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/**
 * Options for a test that needs this program: without it the test is skipped and says so. With
 * `VARSYNC_TEST_PEERS=required` it runs all the same, and fails.
 */
export function realPeer(name: PeerName): { skip: false | string } {
  return needsPeer(findPeer(name) === undefined, `${name} is not installed`);
}

/** The same for something else that a test with a real peer needs. */
export function needsPeer(missing: boolean, what: string): { skip: false | string } {
  return { skip: missing && process.env["VARSYNC_TEST_PEERS"] !== "required" ? what : false };
}

/** The program's path; `undefined` when it is not installed. */
export function findPeer(name: PeerName): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...more];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
