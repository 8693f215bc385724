import { execFile } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import t from "tap";
import { journalEntry } from "../../src/cli/journal-entry.ts";
import { findPeer, needsPeer } from "../real-peer.ts";
import { startSite } from "./site-fixture.ts";

const network = "127.86.21";
const varsync = fileURLToPath(new URL("../../bin/varsync", import.meta.url));
const journald = "/lib/systemd/systemd-journald";
const { getuid } = process;
const asRoot = needsPeer(
  getuid?.() !== 0 || !findPeer("unshare") || !findPeer("systemd-cat"),
  "root, unshare and journald",
);

/** The fields of an entry, as journald takes it apart. */
function fieldsOf(entry: Buffer): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < entry.length; ) {
    const end = entry.indexOf("\n", at);
    const line = entry.toString("utf8", at, end);
    const equals = line.indexOf("=");
    at = end + 1;
    if (equals >= 0) fields[line.slice(0, equals)] = line.slice(equals + 1);
    else {
      const length = Number(entry.readBigUInt64LE(at));
      fields[line] = entry.toString("utf8", at + 8, at + 8 + length);
      at += 8 + length + 1;
    }
  }
  return fields;
}

t.test("every fact of a line of the log is a field for journald", async (t) => {
  const facts = { level: 40, time: 1, pid: 2, hostname: "h", serial: "00-90-33-01-02-03", code: "timed-out" };
  const line = JSON.stringify({
    ...facts,
    waitingFor: "the window",
    message: "late",
    boxes: 3,
    msg: "box not done yet",
  });
  t.same(fieldsOf(journalEntry(`${line}\n`)), {
    MESSAGE: 'box not done yet serial=00-90-33-01-02-03 code=timed-out waitingFor="the window" message=late boxes=3',
    PRIORITY: "4",
    SYSLOG_IDENTIFIER: "varsync",
    MSG: "box not done yet",
    SERIAL: "00-90-33-01-02-03",
    CODE: "timed-out",
    WAITING_FOR: "the window",
    FACT_MESSAGE: "late",
    BOXES: "3",
  });
});

t.test("what is told of an error has fields of its own, also with line ends", async (t) => {
  const err = { type: "Error", message: "no", stack: "Error: no\n  at x" };
  const line = JSON.stringify({ level: 50, err, others: ["a"], msg: "it failed" });
  t.match(fieldsOf(journalEntry(line)), {
    MESSAGE: 'it failed err=no others="[\\"a\\"]"',
    PRIORITY: "3",
    ERR_TYPE: "Error",
    ERR_MESSAGE: "no",
    ERR_STACK: "Error: no\n  at x",
    OTHERS: '["a"]',
  });
});

t.test("whatever a fact is called and says, no other field comes of it", async () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ unit: "binary" }), (key, value) => {
      const names = Object.keys(fieldsOf(journalEntry(JSON.stringify({ [key]: value, level: 30, msg: "text" }))));
      const others = names.filter((name) => !["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "MSG"].includes(name));
      return others.length <= 1 && others.every((name) => /^[A-Z][A-Z0-9_]{0,63}$/.test(name));
    }),
  );
});

t.test("under systemd the service's log is searched by field, with the real journald", asRoot, async (t) => {
  const site = await startSite(t, { network, licenses: {} });
  const script = join(site.folder, "in-a-namespace");
  const service = join(site.folder, "service");
  // systemd says so of the stderr that it gives a service.
  const stream = "JOURNAL_STREAM=$(stat -L -c %d:%i /dev/stderr)";
  const words = `agent --once --log-level debug --config '${site.configFile}'`;
  await writeFile(service, `${stream} exec '${varsync}' ${words}\n`);
  const of = "journalctl -D /run/log/journal --output json";
  const lines = [
    "mount -t tmpfs run /run && mkdir -p /run/systemd/journal /run/log/journal",
    `${journald} 2>/dev/null & journald=$!`,
    "until [ -S /run/systemd/journal/socket ]; do sleep 0.1; done",
    `systemd-cat -t node sh '${service}'`,
    "journalctl -D /run/log/journal --sync >/dev/null 2>&1; sleep 0.5",
    `${of} SERIAL=${site.box.serial}`,
    "kill $journald",
  ];
  await writeFile(script, `${lines.join("\n")}\n`);
  await chmod(script, 0o700);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const inNamespace = ["--mount", "--propagation", "private", "sh", script];
  const { stdout } = await promisify(execFile)("unshare", inNamespace, { env });
  const entries = stdout.split("\n").filter((line) => line.includes("OUTCOME"));
  t.match(JSON.parse(entries[0] ?? "{}"), {
    MSG: "box is in step",
    OUTCOME: "in-step",
    PRIORITY: "7",
    SYSLOG_IDENTIFIER: "varsync",
    _TRANSPORT: "journal",
  });
});
