import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { configurationText } from "../../src/simulator/configuration-text.ts";
import type { LoginKind } from "../../src/simulator/simulated-box.ts";
import { newHostKey } from "../../src/simulator/ssh/host-key.ts";
import { ports, startIp400 } from "../box/simulated.ts";
import { realPeer } from "../real-peer.ts";
import { backAgain, licenseLine } from "./ask-box.ts";

const run = promisify(execFile);

async function curl(...args: string[]): Promise<string> {
  const { stdout } = await run("curl", ["--silent", "--show-error", "--max-time", "10", ...args], {
    encoding: "latin1",
  });
  return stdout;
}

async function snmp(program: "snmpget" | "snmpwalk", address: string, version: string, oid: string): Promise<string> {
  const options = [`-v${version}`, "-c", "public", "-m", "", "-On", "-t", "1", "-r", "0"];
  return (await run(program, [...options, `udp:${address}:${ports.snmp}`, oid])).stdout;
}

/** What a program complained of when it failed. */
async function failure(running: Promise<unknown>): Promise<unknown> {
  const error = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  return error instanceof Error && "stderr" in error ? error.stderr : error;
}

const logins: readonly [LoginKind, string][] = [
  ["basic", "--basic"],
  ["digest", "--digest"],
  ["digest-without-qop", "--digest"],
  ["digest", "--anyauth"],
  ["basic", "--anyauth"],
];

for (const [login, option] of logins) {
  t.test(`curl ${option} logs in to a box with ${login}`, realPeer("curl"), async (t) => {
    await using running = await startIp400("127.61.23.1", { login });
    const base = `http://${running.address}:${ports.http}`;
    const configuration = await curl(option, "--user", "admin:ip400", `${base}/cfg.txt`);
    t.equal(configuration, configurationText(running.box));
    t.equal(await curl(option, "--user", "admin:ip400", `${base}/!config%20write`), "ok\r\n");
    t.same(running.box.commands, ["config write"]);
    const code = ["--output", "-", "--write-out", "%{http_code}"];
    t.match(await curl(option, "--user", "admin:wrong", ...code, `${base}/cfg.txt`), /401$/);
  });
}

t.test("curl reads the start page without a login, and gets a license line in", realPeer("curl"), async (t) => {
  await using running = await startIp400("127.61.23.2");
  const base = `http://${running.address}:${ports.http}`;
  t.match(await curl(`${base}/`), /<info product="innovaphone IP400"/);
  t.match(await curl("--include", `${base}/`), /^HTTP\/1\.0 200 OK \r\n/);
  const path = encodeURIComponent(Buffer.from(licenseLine(3), "latin1").toString("utf8"));
  t.equal(await curl("--basic", "--user", "admin:ip400", `${base}/!${path}`), "ok\r\n");
  t.match(await curl("--basic", "--user", "admin:ip400", `${base}/cfg.txt`), licenseLine(3));
  await curl("--basic", "--user", "admin:ip400", `${base}/CMD0/mod_cmd.xml?cmd=reset&xsl=reset.xsl&reset=OK`);
  await backAgain(running, 1);
});

t.test(
  "snmpget reads version text, object id and serial number, one or several at a time",
  realPeer("snmpget"),
  async (t) => {
    await using running = await startIp400("127.61.23.3");
    t.match(await snmp("snmpget", running.address, "1", "1.3.6.1.2.1.1.1.0"), /STRING: "V5\.01 IP400\[05-5100\]/);
    t.match(await snmp("snmpget", running.address, "1", "1.3.6.1.2.1.1.2.0"), /OID: \.1\.3\.6\.1\.4\.1\.6666\n/);
    const serial = await snmp("snmpget", running.address, "1", "1.3.6.1.2.1.2.2.1.6.1");
    t.match(serial, new RegExp(`Hex-STRING: ${running.serial.replaceAll("-", " ").toUpperCase()}`));
    t.match(await failure(snmp("snmpget", running.address, "1", "1.3.6.1.2.1.99.0")), /noSuchName/);
  },
);

t.test("SNMP version 2c, and another community, get no answer", realPeer("snmpget"), async (t) => {
  await using running = await startIp400("127.61.23.4");
  t.match(await failure(snmp("snmpget", running.address, "2c", "1.3.6.1.2.1.1.1.0")), /Timeout/);
  await using other = await startIp400("127.61.23.5", {}, { community: "secret" });
  t.match(await failure(snmp("snmpget", other.address, "1", "1.3.6.1.2.1.1.1.0")), /Timeout/);
});

t.test("snmpwalk -v1 comes by every object in order, and to an end", realPeer("snmpwalk"), async (t) => {
  await using running = await startIp400("127.61.23.6");
  const walked = await snmp("snmpwalk", running.address, "1", "1.3.6.1");
  const oids = walked.split("\n").flatMap((line) => /^\.([\d.]+) = /.exec(line)?.[1] ?? []);
  t.equal(oids.length, 10);
  t.ok(oids.includes("1.3.6.1.2.1.1.3.0") && oids.at(-1)?.startsWith("1.3.6.1.4.1.6666"));
  t.match(await snmp("snmpwalk", running.address, "1", "1.3.6.1.2.1.2.2.1.2"), /"ETH0"\n.*"ETH1"/);
});

t.test("OpenSSH's client gives a command, and sees a prompt", realPeer("ssh"), async (t) => {
  const key = newHostKey();
  await using running = await startIp400("127.61.23.7", {}, { hostKey: () => key });
  const folder = t.testdir({ "known-hosts": "" });
  const known = join(folder, "known-hosts");
  const options = [
    "StrictHostKeyChecking=no",
    `UserKnownHostsFile=${known}`,
    "NumberOfPasswordPrompts=1",
    "LogLevel=ERROR",
  ];
  const target = [
    ...options.flatMap((each) => ["-o", each]),
    "-F",
    "none",
    "-p",
    `${ports.ssh}`,
    `admin@${running.address}`,
  ];
  const ssh = async (password: string, ...command: string[]) => {
    const asking = { SSH_ASKPASS: await askpass(password), SSH_ASKPASS_REQUIRE: "force" };
    const started = run("ssh", [...target, ...command], { env: { ...process.env, ...asking }, timeout: 20_000 });
    started.child.stdin?.end(command.length > 0 ? "" : "config activate\nexit\n");
    return (await started).stdout;
  };
  const { chmod, writeFile } = await import("node:fs/promises");
  const askpass = async (password: string) => {
    const file = join(folder, `askpass-${password}`);
    await writeFile(file, `#!/bin/sh\necho '${password}'\n`);
    await chmod(file, 0o700);
    return file;
  };
  t.equal(await ssh("ip400", licenseLine(4)), "ok\r\n");
  t.equal(await ssh("ip400", "help"), "?\r\n");
  t.match(await ssh("ip400"), /^IP400> [\s\S]*ok\r\nIP400> /);
  t.same(running.box.commands.slice(1), ["help", "config activate"]);
  t.match(await failure(ssh("wrong", "help")), /Permission denied/);
});
