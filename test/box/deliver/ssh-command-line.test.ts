import t from "tap";
import { type BoxCommand, closingCommands, licenseCommand } from "../../../src/box/deliver/delivery-door.ts";
import { type SshCommandLineOptions, sshCommandLine } from "../../../src/box/deliver/ssh-command-line.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { makeBox } from "../../../src/simulator/make-box.ts";
import { newHostKey } from "../../../src/simulator/ssh/host-key.ts";
import { endpointOf, ip400, ports, startIp400, withFaults } from "../simulated.ts";
import { startSshServer } from "../transport/ssh/ssh-server.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "ip400" };
const key = newHostKey();
const hostKey = () => key;
const line = "vars create LICENSE/PBX0 pau Operators=1,,Müller > Söhne,Köln,,9e2d-7985-3e84-1006";
const license = licenseCommand(ip400, { raw: toByteText(line) });
const write = closingCommands(ip400)[0] as BoxCommand;

function options(more: Partial<SshCommandLineOptions> = {}): SshCommandLineOptions {
  const { mode, prompt } = ip400.deliver.ssh ?? { mode: "auto", prompt: "> $" };
  return {
    session: (_endpoint, _signal, work) => work(),
    mode,
    prompt,
    port: ports.ssh,
    verifyHostKey: () => true,
    ...more,
  };
}

for (const mode of ["exec", "shell", "auto"] as const) {
  t.test(`a license line arrives on the box as its bytes (${mode})`, async (t) => {
    await using running = await startIp400("127.61.12.1", {}, { hostKey });
    const commandLine = sshCommandLine(endpointOf(running), credential, options({ mode }));
    t.match(await commandLine.run(license, signal), { first: /^ok\s*$/, understood: true });
    t.same(running.box.commands, [license]);
    t.match(await commandLine.run(write, signal), { understood: true });
    t.equal(
      running.box.flash.some(({ name }) => name === "LICENSE/PBX0"),
      true,
    );
  });

  t.test(`a ? is not understood (${mode})`, async (t) => {
    await using running = await startIp400("127.61.12.2", withFaults("read-only"), { hostKey });
    const commandLine = sshCommandLine(endpointOf(running), credential, options({ mode }));
    t.match(await commandLine.run(write, signal), { first: /^\?\s*$/, understood: false });
  });

  t.test(`a connection that drops after the command is unreachable, and may have done it (${mode})`, async (t) => {
    await using running = await startIp400("127.61.12.3", withFaults("drops-after-write"), { hostKey });
    const commandLine = sshCommandLine(endpointOf(running), credential, options({ mode }));
    await t.rejects(commandLine.run(license, signal), { code: "unreachable" });
    t.equal(running.box.licenses().length, 1);
    t.equal(running.box.commands.length, 1, "and it is not sent again by itself");
  });
}

t.test("a wrong password is refused, and no command is sent", async (t) => {
  await using running = await startIp400("127.61.12.4", {}, { hostKey });
  const wrong = { user: "admin", password: "wrong" };
  await t.rejects(sshCommandLine(endpointOf(running), wrong, options()).run(license, signal), { code: "auth-failed" });
  t.same(running.box.commands, []);
});

t.test("with another host key than the known one no command is sent", async (t) => {
  await using running = await startIp400("127.61.12.5", {}, { hostKey });
  const verifyHostKey = (fingerprint: string) => fingerprint === "SHA256:another";
  const commandLine = sshCommandLine(endpointOf(running), credential, options({ verifyHostKey }));
  await t.rejects(commandLine.run(license, signal), { code: "host-key-changed" });
  t.same(running.box.commands, []);
});

t.test("where exec requests are refused a shell is used, unless the profile says exec", async (t) => {
  const box = makeBox(1, 0);
  await using server = await startSshServer("127.61.12.6", {
    ways: ["password"],
    password: "ip400",
    refusesTerminal: true,
    shell: (channel) => {
      channel.write("box> ");
      channel.on("data", (data: Buffer) =>
        channel.write(`${box.run(toByteText(String(data).trim()), true).answer}box> `),
      );
    },
  });
  const endpoint = endpointOf(server.target);
  t.match(await sshCommandLine(endpoint, credential, options()).run(write, signal), { first: "ok", understood: true });
  t.same(box.commands, ["config write"]);
  const exec = sshCommandLine(endpoint, credential, options({ mode: "exec" }));
  await t.rejects(exec.run(write, signal), { code: "not-understood", message: /no command by an exec request/ });
});

t.test("an exit code other than 0 is not understood", async (t) => {
  await using server = await startSshServer("127.61.12.7", {
    ways: ["password"],
    password: "ip400",
    exec: (channel) => {
      channel.stderr.write("vars: command not found\n");
      channel.exit(127);
      channel.end();
    },
  });
  const answer = await sshCommandLine(endpointOf(server.target), credential, options()).run(write, signal);
  t.same(answer, { first: "vars: command not found\n", understood: false });
});

t.test("a shell without a prompt, without an end, or that closes at once is an error", async (t) => {
  const limits = { idleTimeoutMs: 300, maxBytes: 1000 };
  const shells = {
    "timed-out": (channel: import("ssh2").ServerChannel) => void channel.write("loading\r\n"),
    "too-large": (channel: import("ssh2").ServerChannel) => void channel.write("x".repeat(2000)),
    "not-understood": (channel: import("ssh2").ServerChannel) => channel.end("no shell for you\r\n"),
  };
  for (const [code, shell] of Object.entries(shells)) {
    await using server = await startSshServer("127.61.12.8", { ways: ["password"], password: "ip400", shell });
    const commandLine = sshCommandLine(endpointOf(server.target), credential, options({ mode: "shell", limits }));
    await t.rejects(commandLine.run(write, signal), { code }, code);
  }
});

t.test("each command runs within the box's session", async (t) => {
  await using running = await startIp400("127.61.12.9", {}, { hostKey });
  const sessions: string[] = [];
  const session: SshCommandLineOptions["session"] = async (endpoint, _signal, work) => {
    sessions.push(`begin ${endpoint.address}`);
    const done = await work();
    sessions.push(`end after ${running.box.commands.length}`);
    return done;
  };
  const commandLine = sshCommandLine(endpointOf(running), credential, options({ session }));
  await commandLine.run(license, signal);
  await commandLine.run(write, signal);
  t.same(sessions, ["begin 127.61.12.9", "end after 1", "begin 127.61.12.9", "end after 2"]);
});

t.test("a command in the middle ends with the signal", async (t) => {
  await using server = await startSshServer("127.61.12.10", { ways: ["password"], password: "ip400", exec: () => {} });
  const abort = new AbortController();
  const running = sshCommandLine(endpointOf(server.target), credential, options()).run(write, abort.signal);
  setTimeout(() => abort.abort(new Error("enough")), 200);
  await t.rejects(running, { message: "enough" });
});
