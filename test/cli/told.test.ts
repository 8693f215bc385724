import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import t from "tap";
import { startReceiver } from "../webhook/receiver.ts";
import { password, startSite } from "./site-fixture.ts";

const secret = "a-webhook-secret-that-nobody-may-see";
const community = "a-community-that-nobody-may-see";

t.test(
  "what waits for a person is told by webhook and by mail, and no secret is written anywhere",
  { buffered: true },
  async (t) => {
    const receiver = await startReceiver(t, "127.83.5.1");
    const site = await startSite(t, { network: "127.83.4", licenses: { "PBX-Registrations": 37 } });
    const mailbox = join(site.folder, "mailbox");
    await writeFile(join(site.folder, "hook.secret"), secret, { mode: 0o600 });
    await writeFile(join(site.folder, "community"), community, { mode: 0o600 });
    await site.configure({
      schedule: { reconcile: "* * * * *", jitter: "0s" },
      discovery: { probesPerSecond: 10_000, snmpCommunityFile: "./community" },
      webhooks: [{ url: receiver.url, secretFile: "./hook.secret", events: ["approval"], allowPrivate: true }],
      mail: { command: ["tee", "-a", mailbox], events: ["approval"] },
    });
    const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
    const args = [
      "--disable-warning=ExperimentalWarning",
      main,
      "agent",
      "--log-level",
      "trace",
      "--config",
      site.configFile,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    t.teardown(() => child.kill("SIGKILL"));
    const log = text(child.stderr);
    while (receiver.received.length === 0) await setTimeout(100);
    const [received] = receiver.received;
    const verified = new Webhook(Buffer.from(secret).toString("base64")).verify(
      received?.body ?? "",
      received?.headers ?? {},
    );
    t.match(verified, { type: "approval", data: { site: "test", kind: "new", message: new RegExp(site.box.serial) } });
    const mail = async () => await readFile(mailbox, "utf8").catch(() => "");
    while (!(await mail()).includes(site.box.serial)) await setTimeout(100);
    t.match(await mail(), /^varsync needs you at test\n\n/);
    child.kill("SIGTERM");
    const journal = await readFile(join(site.folder, "state", "journal.db"), "latin1");
    const written = [await log, journal, await mail(), received?.body ?? ""];
    for (const hidden of [secret, community, `:${password}@`, `"${password}"`]) {
      for (const one of written) t.notOk(one.includes(hidden), hidden);
    }
  },
);
