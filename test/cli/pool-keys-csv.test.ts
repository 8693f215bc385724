import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { balanceText } from "../pool/example-pool.ts";
import { commandPool, everywhere } from "./pool-fixture.ts";

const host = "127.84.2.1";
const serial = "00-90-33-01-02-9f";
const excel = [
  "Type;Count;Serial;Customer;Description",
  'PBX-Registrations;37;00:90:33:01:02:9F;"Blumen; Müller";"zwei\nZeilen"',
  "PBX-Operators;1;;=HYPERLINK(1);",
  "Relay-BRIs;2;0090.3301.029f;;",
];

for (const where of everywhere) {
  t.test(`a spreadsheet becomes license keys, all or none, and again a spreadsheet (${where})`, async (t) => {
    const { pool, anna, as, json, write, folder } = await commandPool(t, where, host);
    await write("keys.csv", Buffer.from(excel.join("\r\n"), "latin1"));

    const asked = await as(anna, "create-key", "--from", "keys.csv");
    t.match(asked, { code: 1, stderr: /Create these 3 license keys, paid by anna@example.com\?/ }, "nobody was there");
    t.match(asked.stdout, /PBX-Registrations +37 +100 +63\n/, "what it costs is shown before");
    t.match(asked.stdout, /Blumen; Müller/);
    t.match(await balanceText(pool, anna), { "PBX-Registrations": "100/0/100" });

    const words = ["create-key", "--from", "keys.csv", "--yes", "--request-id", "order 7"];
    const made = await json(anna, ...words);
    const key = {
      type: "PBX-Registrations",
      count: 37,
      serial,
      customer: "Blumen; Müller",
      description: "zwei\nZeilen",
    };
    t.match(made, { code: 0, document: { licenseKeys: [key, { customer: "=HYPERLINK(1)" }, { serial }] } });
    t.same((await json(anna, ...words)).document, made.document, "the same request id gives the same keys");
    const changed = Buffer.from(excel.join("\r\n").replace("37", "38"), "latin1");
    await write("keys.csv", changed);
    t.match(await json(anna, ...words), { code: 1, document: { error: { code: "request-id-conflict" } } });
    t.match(await json(anna, ...words.slice(0, -2)), {
      code: 1,
      document: { error: { code: "short-of-licenses" } },
    });
    const balance = { "PBX-Registrations": "100/37/63", "PBX-Operators": "2/1/1", "Relay-BRIs": "3/2/1" };
    t.match(await balanceText(pool, anna), balance, "nothing of what was refused was made");

    const written = await as(anna, "keys", "--csv", "out.csv");
    t.match(written, { code: 0, stdout: "3 license keys written to out.csv.\n" });
    t.equal((await stat(join(folder, "out.csv"))).mode & 0o777, 0o600);
    const printed = await as(anna, "keys", "--csv", "-");
    t.equal(printed.stdout, await readFile(join(folder, "out.csv"), "utf8"));
    t.match(printed.stdout, /^type,count,serial,.*\r\n/);
    t.match(printed.stdout, ",'=HYPERLINK(1),", "no spreadsheet calculates it");
    const before = await balanceText(pool, anna);
    t.match(await json(anna, "create-key", "--from", "out.csv", "--yes"), {
      code: 1,
      document: { error: { code: "bad-file", mistakes: [{ line: 2, column: 10 }, { line: 4 }, { line: 5 }] } },
    });
    t.same(await balanceText(pool, anna), before, "what was made before is not made again");
    const once = printed.stdout.split("\r\n").filter((row) => /^type|HYPERLINK/.test(row));
    await write("once.csv", once.map((row) => row.split(",").slice(0, 6).join(",")).join("\r\n"));
    t.match((await json(anna, "create-key", "--from", "once.csv", "--yes")).document, {
      licenseKeys: [{ customer: "=HYPERLINK(1)" }],
    });
  });
}

t.test("a file with mistakes creates nothing; each is told with its line and column", async (t) => {
  const { pool, anna, as, json, write } = await commandPool(t, "database", host);
  await write("bad.csv", "type,count,serial\nPBX-Operators,1,\nPBX-Fax,0,xx\nRelay-BRIs,1\n");
  const { code, stderr } = await as(anna, "create-key", "--from", "bad.csv", "--yes");
  t.equal(code, 1);
  t.match(stderr.split("\n"), [
    /^varsync: bad\.csv: line 3, column 1: type: unknown license type "PBX-Fax"/,
    /^bad\.csv: line 3, column 2: count: "0" is no whole number/,
    /^bad\.csv: line 3, column 3: serial: "xx"/,
    /^bad\.csv: line 4: 2 cells/,
    "",
  ]);
  t.match((await json(anna, "create-key", "--from", "bad.csv", "--yes")).document, {
    error: { code: "bad-file", mistakes: [{ line: 3, column: 1 }, { line: 3, column: 2 }, { column: 3 }, { line: 4 }] },
  });
  t.match(await balanceText(pool, anna), { "PBX-Operators": "2/0/2" });
  t.match(await as(anna, "create-key", "--from", "none.csv"), { code: 1, stderr: /none\.csv: there is no such file/ });
  t.match(await as(anna, "create-key", "--from", "bad.csv", "--count", "1"), { code: 5 });
  t.match(await as(anna, "create-key", "--yes"), { code: 5, stderr: /give --type, or --from FILE\.csv/ });
  t.match(await as(anna, "keys", "--csv", "-", "--json"), { code: 5 });
});
