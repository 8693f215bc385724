import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import t from "tap";
import { findPeer, realPeer } from "../real-peer.ts";

const run = promisify(execFile);
const unit = fileURLToPath(new URL("../../systemd/varsync.service", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/varsync", import.meta.url));
const analyze = findPeer("systemd-analyze") ?? "systemd-analyze";

t.test("systemd takes the unit without a word", realPeer("systemd-analyze"), async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "varsync-"));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, "varsync.service");
  // Where the program is on this machine; all else as it is shipped.
  await writeFile(file, (await readFile(unit, "utf8")).replace("/opt/varsync/bin/varsync", bin));
  const { stdout, stderr } = await run(analyze, ["verify", "--man=no", file]);
  t.same([stdout, stderr], ["", ""]);
});

t.test("the service's exposure is at most 2.0", realPeer("systemd-analyze"), async (t) => {
  const { stdout } = await run(analyze, ["security", "--offline=true", "--no-pager", "--threshold=20", unit]);
  const [, exposure] = /Overall exposure level for varsync.service: ([\d.]+)/.exec(stdout) ?? [];
  t.ok(Number(exposure) <= 2, `exposure is ${exposure}`);
});

t.test("sysusers.d and tmpfiles.d are understood", realPeer("systemd-tmpfiles"), async (t) => {
  const root = await mkdtemp(join(tmpdir(), "varsync-"));
  t.teardown(() => rm(root, { recursive: true }));
  await mkdir(join(root, "etc"));
  const folder = fileURLToPath(new URL("../../systemd/", import.meta.url));
  const place = async (from: string, to: string) => {
    await mkdir(join(root, to), { recursive: true });
    await writeFile(join(root, to, "varsync.conf"), await readFile(join(folder, from)));
  };
  await place("varsync.sysusers", "usr/lib/sysusers.d");
  await place("varsync.tmpfiles", "usr/lib/tmpfiles.d");
  const sysusers = findPeer("systemd-sysusers") ?? "systemd-sysusers";
  await run(sysusers, [`--root=${root}`, "varsync.conf"]);
  t.match(await readFile(join(root, "etc/passwd"), "utf8"), /^varsync:x:\d+:\d+:.*:\/var\/lib\/varsync:/m);
  const secrets = join(root, "etc/varsync/secrets");
  await mkdir(secrets, { recursive: true });
  await writeFile(join(secrets, "box.password"), "geheim\n", { mode: 0o600 });
  const tmpfiles = findPeer("systemd-tmpfiles") ?? "systemd-tmpfiles";
  const { stderr } = await run(tmpfiles, [`--root=${root}`, "--create", "varsync.conf"]);
  t.equal(stderr, "");
  const group = Number(/^varsync:x:(\d+):/m.exec(await readFile(join(root, "etc/group"), "utf8"))?.[1]);
  t.match(await stat(secrets), { uid: 0, gid: group, mode: 0o42750 });
  t.match(await stat(join(secrets, "box.password")), { uid: 0, gid: group, mode: 0o100640 });
});
