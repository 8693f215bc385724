import t from "tap";
import { type BoxCommand, closingCommands } from "../../../../src/box/deliver/delivery-door.ts";
import { sshCommandLine } from "../../../../src/box/deliver/ssh-command-line.ts";
import { execCommand } from "../../../../src/box/transport/ssh/exec-command.ts";
import { openShell } from "../../../../src/box/transport/ssh/open-shell.ts";
import { openSsh } from "../../../../src/box/transport/ssh/open-ssh.ts";
import { sshLimits } from "../../../../src/box/transport/ssh/ssh-settings.ts";
import { byteText, toByteText } from "../../../../src/license/byte-text.ts";
import { findPeer, needsPeer, realPeer } from "../../../real-peer.ts";
import { endpointOf, ip400, ports } from "../../simulated.ts";
import { canHaveOwnAccounts, startSshd } from "./start-sshd.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "a pässword" };
const target = { address: "127.61.13.1", port: ports.ssh };
const write = closingCommands(ip400)[0] as BoxCommand;

const missing = (["sshd", "openssl", "unshare"] as const).find((name) => findPeer(name) === undefined);
const withSshd = missing
  ? realPeer(missing)
  : needsPeer(!canHaveOwnAccounts(), "no user namespaces here, and sshd needs an account of its own");

t.test("OpenSSH lets in with the password, runs a command and tells its exit code", withSshd, async (t) => {
  await using sshd = await startSshd(target, credential.password);
  const shown: string[] = [];
  const verify = (fingerprint: string) => shown.push(fingerprint) > 0;
  await using connection = await openSsh(target, credential, verify, sshLimits, signal);
  t.same(shown, [sshd.fingerprint]);
  t.same(await execCommand(connection, toByteText("echo hello"), sshLimits, signal), { text: "hello\n", exitCode: 0 });
  t.match(await execCommand(connection, toByteText("exit 3"), sshLimits, signal), { exitCode: 3 });
});

t.test("the bytes of a command survive OpenSSH, UTF-8 or not", withSshd, async (t) => {
  await using _sshd = await startSshd(target, credential.password);
  await using connection = await openSsh(target, credential, () => true, sshLimits, signal);
  for (const encoding of ["latin1", "utf8"] as const) {
    const text = byteText(Buffer.from("Müller, Köln 100%", encoding));
    const command = byteText(Buffer.from(`printf %s '${text}'`, "latin1"));
    t.equal((await execCommand(connection, command, sshLimits, signal))?.text, text, encoding);
  }
});

t.test("a shell without a terminal, which OpenSSH may refuse, is read from prompt to prompt", withSshd, async (t) => {
  await using _sshd = await startSshd(target, credential.password);
  await using connection = await openSsh(target, credential, () => true, sshLimits, signal);
  const shell = await openShell(connection, ip400.deliver.ssh?.prompt ?? "", sshLimits, signal);
  t.equal(await shell.run(toByteText("echo hello; echo world"), signal), "hello\nworld");
  t.equal(await shell.run(toByteText("true"), signal), "");
  t.equal(await shell.run(toByteText("echo '?'"), signal), "?");
});

t.test("a host that knows no box's commands is not understood", withSshd, async (t) => {
  await using sshd = await startSshd(target, credential.password);
  const options = { session: <T>(_endpoint: unknown, _signal: unknown, work: () => Promise<T>) => work() };
  const verifyHostKey = (fingerprint: string) => fingerprint === sshd.fingerprint;
  const settings = { ...options, port: target.port, verifyHostKey, mode: "auto" as const, prompt: "[$#] $" };
  t.match(await sshCommandLine(endpointOf(target), credential, settings).run(write, signal), {
    first: /config: not found/,
    understood: false,
  });
});

t.test("OpenSSH sees one try with a wrong password, and none when its host key is another", withSshd, async (t) => {
  await using sshd = await startSshd(target, credential.password);
  const open = (password: string, ok: boolean) =>
    openSsh(target, { user: "admin", password }, () => ok, sshLimits, signal);
  await t.rejects(open(credential.password, false), { code: "host-key-changed" });
  t.notMatch(sshd.log(), /password/);
  await t.rejects(open("wrong", true), { code: "auth-failed" });
  t.equal(sshd.log().match(/Failed password/g)?.length, 1);
  t.notMatch(sshd.log(), /Accepted/);
});

t.test("a connection that OpenSSH loses in the middle of a command is unreachable", withSshd, async (t) => {
  await using _sshd = await startSshd(target, credential.password);
  await using connection = await openSsh(target, credential, () => true, sshLimits, signal);
  const killing = execCommand(connection, toByteText("kill -9 $PPID; sleep 5"), sshLimits, signal);
  await t.rejects(killing, { code: "unreachable" });
});
