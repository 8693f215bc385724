import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { resolveAccount } from "../../src/pool/access/account.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import { runningServer, sessionOf } from "../pool/server/running-server.ts";
import { brief } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, startSite } from "./site-fixture.ts";

const network = "127.84.1";

/** The lines of a file from the vendor for a box; the name of the customer is in ISO-8859-1. */
function vendorLines(serial: string): Buffer {
  const lines = [
    "# from the vendor",
    `vars create LICENSE/RELAY0 pau BRIs=2,${serial},Blumen M\xfcller,Sindelfingen,,9e2d-7985-3e84-1005`,
    `vars create LICENSE/PBX0 pau Registrations=37,${serial},,,,9e2d-7985-3e84-1006`,
  ];
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1");
}

/** Runs a command for a person: what it prints, without `--json`. */
const told = (site: ExampleSite, ...words: string[]) => site.start(words).ended;

t.test("imported license files are delivered to boxes that take the vendor's keys, and never made again", async (t) => {
  const licenses = { "PBX-Registrations": 37 };
  const site = await startSite(t, { network, licenses, config: { acceptsKeysFrom: "vendor" } });
  await writeFile(join(site.folder, "master.txt"), vendorLines(site.box.serial));
  const first = await told(site, "pool", "import", "master.txt");
  t.equal(first.code, 0, first.stderr);
  t.match(first.stdout, /Relay-BRIs=2 .* Blumen Müller .*\n.*\n2 license keys imported\.\n$/);
  const again = await site.run("pool", "import", "master.txt");
  t.match(again.document, { imported: [], known: [{ key: "9e2d-7985-3e84-1005", lineIsBytes: true }, {}] });
  t.equal((await told(site, "pool", "import", "master.txt")).stdout, nothingNew);
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=2", "Registrations=37"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/0/100", "Relay-BRIs": "20/0/20" });
  const delivered = site.box.box.licenses().map(({ value }) => value);
  t.match(delivered.join("\n"), "M\xfcller", "with the very bytes");
});

const nothingNew = "0 license keys imported, 2 were in the pool already.\n";

t.test("a bad line is named with file and line, and nothing of any file is taken", async (t) => {
  const site = await startSite(t, { network, block: 1 });
  const files: Readonly<Record<string, string>> = {
    "no-key.txt": `vars create LICENSE/PBX0 pau Operators=1,${site.box.serial},,,\n`,
    "config.txt": "# saved\n\nconfig change CMD0 /name x\n",
    "control.txt": `vars create LICENSE/PBX0 pau Operators=1,,A\u0007,,,9e2d-7985-3e84-1009\n`,
    "empty.txt": "",
  };
  await writeFile(join(site.folder, "good.txt"), vendorLines(site.box.serial));
  for (const [name, text] of Object.entries(files)) await writeFile(join(site.folder, name), text);
  for (const [name, wanted] of [
    ["no-key.txt", /^varsync: no-key\.txt: line 1: .*no license key/],
    ["config.txt", /^varsync: config\.txt: line 3: not a vars create/],
    ["control.txt", /^varsync: control\.txt: line 1: a control character at column 44/],
    ["empty.txt", /^varsync: empty\.txt: there is no license line/],
    ["missing.txt", /^varsync: missing\.txt: there is no such file/],
  ] as const) {
    const { code, stderr } = await told(site, "pool", "import", "good.txt", name);
    t.match({ code, stderr }, { code: 1, stderr: wanted });
  }
  t.match((await site.run("pool", "import", "no-key.txt")).document, { error: { code: "bad-file" } });
  t.match((await site.run("pool", "keys")).document, { licenseKeys: [] });
});

t.test("at a server the same command brings the same, byte for byte", async (t) => {
  const site = await startSite(t, { network, block: 2 });
  const { pool, url } = await serve(t, site);
  await writeFile(join(site.folder, "master.txt"), vendorLines(site.box.serial));
  const { document } = await site.run("pool", "import", "master.txt", "--request-id", "r1");
  t.match(document, { imported: [{ issuer: "vendor" }, {}], known: [] });
  t.same((await site.run("pool", "import", "master.txt", "--request-id", "r1")).document, document);
  const file = site.start(["pool", "file", site.box.serial]);
  const printed: Buffer[] = [];
  file.child.stdout?.on("data", (chunk: Buffer) => printed.push(chunk));
  await file.ended;
  const wanted = vendorLines(site.box.serial).subarray("# from the vendor\r\n".length);
  t.same(Buffer.concat(printed), wanted);
  const token = (await readFile(join(site.folder, "agent.token"), "utf8")).trim();
  const answer = await fetch(`${url}/license/get_license.php?f_mac=${site.box.serial}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  t.same(Buffer.from(await answer.arrayBuffer()), wanted, "and so does the vendor's address");
  t.match(answer.headers.get("content-type"), "iso-8859-1");
  t.equal((await pool.db.selectFrom("license_key").selectAll().execute()).length, 2);
});

async function serve(t: Test, site: ExampleSite) {
  const pool = await openPool(join(site.folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const { url } = await runningServer(t, pool, `${network}.250`);
  const token = await sessionOf(pool, await resolveAccount(pool, undefined));
  await writeFile(join(site.folder, "agent.token"), `${token}\n`, { mode: 0o600 });
  await site.configure({ pool: { url, tokenFile: "./agent.token" } });
  return { pool, url };
}
