import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import t from "tap";
import { startEchoServer } from "./secrets/echo-server.ts";
import { filesBelow, hiddenTexts } from "./secrets/hidden-texts.ts";
import { type ExampleSite, startSite } from "./site-fixture.ts";

const network = "127.81.96";
const secrets = {
  "box.password": "b0x pass/word",
  "ssh.password": "55h%pass word",
  community: "c0mmunity of snmp",
  "hook.secret": "w3bhook/secret",
  "pool.token": "p00l-t0ken-of-an-agent",
  "vendor.password": "v3ndor pass&word",
  "pg.password": "p0stgre5 pass/word",
} as const;
const hidden = Object.values(secrets).flatMap(hiddenTexts);
/** Stands in the configuration itself, so it may stand in the outbox, too; but nobody is told of it. */
const inAddress = "t0ken-in-an-address";

/** Whoever looks may see the configuration and the secrets' files themselves. */
async function searchWritten(site: ExampleSite, told: ReadonlyMap<string, string>, texts: readonly string[]) {
  const files = await filesBelow(site.folder);
  const own = new Set([...Object.keys(secrets), "varsync.yaml"].map((name) => join(site.folder, name)));
  const written = [...files].filter(([file]) => !own.has(file));
  return [...told, ...written].flatMap(([where, content]) =>
    texts.filter((one) => content.includes(one)).map((one) => `${one} in ${where}`),
  );
}

async function writeSecrets({ folder }: ExampleSite): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    await writeFile(join(folder, name), `${secret}\n`, { mode: 0o600 });
  }
}

t.test("no secret of a site is in anything that is written, told or printed", { buffered: true }, async (t) => {
  const echo = await startEchoServer(t, "127.83.12.1");
  const passwords = [secrets["box.password"], secrets["ssh.password"], "another one"];
  const particulars = (index: number) => ({ password: passwords[index] ?? "", login: "basic" as const });
  const licenses = { "PBX-Registrations": 37 };
  const site = await startSite(t, { network, block: 0, boxes: 3, particulars, licenses });
  await writeSecrets(site);
  const [first, second, third] = site.boxes;
  const listen = "127.83.12.2:28481";
  const config = {
    credentials: [
      { match: { serial: second?.serial }, passwordFile: "./ssh.password" },
      { match: { network: site.cidr }, passwordFile: "./box.password" },
    ],
    boxes: {
      [first?.serial ?? ""]: { address: first?.address, licenses: { ...licenses, "Relay-BRIs": 30 } },
      [second?.serial ?? ""]: { address: second?.address, licenses: { "PBX-Operators": 1 }, deliver: "ssh" },
      [third?.serial ?? ""]: { address: third?.address, licenses },
    },
    discovery: { probesPerSecond: 10_000, snmpCommunityFile: "./community" },
    policy: { create: { perBox: 37, perDay: 1000 }, claim: "ask", reset: "now" },
    schedule: { reconcile: "0 0 1 1 *" },
    server: { listen },
    webhooks: [{ url: `${echo.url}/${inAddress}?token=${inAddress}`, secretFile: "./hook.secret", allowPrivate: true }],
    mail: { command: ["tee", "-a", join(site.folder, "mailbox")] },
  };
  await site.configure(config);
  const told = new Map<string, string>();
  const run = async (...words: string[]) => {
    const { stdout, stderr } = await site.start([...words, "--log-level", "trace"]).ended;
    told.set(words.join(" "), stdout + stderr);
  };
  for (const words of ["config show --json", "discover", "inspect --json", "plan"]) await run(...words.split(" "));
  const service = site.start(["agent", "--log-level", "trace"]);
  while (echo.bodies.length === 0) await setTimeout(100);
  told.set("metrics", await (await fetch(`http://${listen}/metrics`)).text());
  told.set("healthz", await (await fetch(`http://${listen}/healthz`)).text());
  service.child.kill("SIGTERM");
  const { stdout, stderr } = await service.ended;
  told.set("agent", stdout + stderr);
  for (const words of ["apply --all --yes", "status --json", "history --json", "webhooks list --json"]) {
    await run(...words.split(" "));
  }
  await run("report", "--csv", join(site.folder, "report.csv"), "--html", join(site.folder, "report.html"));
  for (const [index, body] of echo.bodies.entries()) told.set(`webhook ${index}`, body);
  t.match(told.get("status --json"), /auth-failed/);
  t.same(await searchWritten(site, told, hidden), []);
  t.same(
    [...told].filter(([, text]) => text.includes(inAddress)).map(([where]) => where),
    [],
  );

  // A license key stands where license lines do: on the box, in backups and the pool, and in what shows lines.
  const codes = [...(await filesBelow(site.folder)).values()].flatMap((content) =>
    [...content.matchAll(/vars create LICENSE\/[^\x00\r\n]{1,200}?,([0-9a-f]{4}(?:-[0-9a-f]{4}){3})/g)].map(
      ([, code = ""]) => code,
    ),
  );
  t.ok(codes.length > 0);
  const where = await searchWritten(site, told, [...new Set(codes)]);
  const allowed = / in (.*\/(backups\/.*|pool\.db(-wal)?|report\.(csv|html))|inspect --json)$/;
  t.same(
    where.filter((one) => !allowed.test(one)),
    [],
  );
});

t.test("nor where pool server, vendor and database repeat what they were sent", { buffered: true }, async (t) => {
  const echo = await startEchoServer(t, "127.83.12.3");
  const particulars = () => ({ password: secrets["box.password"] });
  const site = await startSite(t, { network, block: 1, particulars, licenses: { "PBX-Registrations": 37 } });
  await writeSecrets(site);
  await mkdir(join(site.folder, "licenses"), { recursive: true });
  const told = new Map<string, string>();
  const run = async (name: string, words: readonly string[]) => {
    const { stdout, stderr } = await site.start([...words, "--log-level", "trace"]).ended;
    told.set(`${name}: ${words.join(" ")}`, stdout + stderr);
  };
  const pools = {
    server: { pool: { url: `${echo.url}/`, tokenFile: "./pool.token" } },
    database: { pool: { database: "postgres://varsync@127.83.12.4:1/pool", passwordFile: "./pg.password" } },
    address: { pool: { database: `postgres://varsync:${inAddress}@127.83.12.4:1/pool?password=${inAddress}` } },
    vendor: {
      policy: { create: "ask", claim: "always", reset: "never" },
      acceptsKeysFrom: "vendor",
      keys: ["vendor"],
      vendor: { url: `${echo.url}/license.php`, email: "dirk@example.org", passwordFile: "./vendor.password" },
    },
  };
  for (const [name, changes] of Object.entries(pools)) {
    await site.configure({ credentials: [{ passwordFile: "./box.password" }], ...changes });
    for (const words of [
      ["config", "show", "--json"],
      ["agent", "--once"],
    ])
      await run(name, words);
  }
  t.match(told.get("server: agent --once"), /pool/);
  t.match(told.get("vendor: agent --once"), /vendor/);
  t.same(await searchWritten(site, told, [...hidden, inAddress]), []);
});
