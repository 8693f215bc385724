import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import t from "tap";
import { startSite } from "./site-fixture.ts";

t.test("a report stands in a spreadsheet and on paper, whatever a customer is called", async (t) => {
  const customer = '=HYPERLINK("http://x")<script>alert(1)</script>, Müller';
  const site = await startSite(t, { network: "127.82.3", licenses: { "PBX-Registrations": 10 }, entry: { customer } });
  await site.run("apply", "--all", "--yes");
  const [csv, html] = [join(site.folder, "report.csv"), join(site.folder, "report.html")];
  const { code, document } = await site.run("report", "--csv", csv, "--html", html);
  t.equal(code, 0);
  const row = { type: "PBX-Registrations", serial: site.box.serial, customer, inPool: 10, onBox: 10, state: "in-step" };
  t.match(document, { rows: [row] });
  const [written] = parse(await readFile(csv), { columns: true });
  t.match(written, { type: "PBX-Registrations", serial: site.box.serial, customer: `'${customer}`, onBox: "10" });
  const page = await readFile(html, "utf8");
  t.notMatch(page, /<script|src=|href=/);
  t.match(page, "=HYPERLINK(&quot;http://x&quot;)&lt;script&gt;alert(1)&lt;/script&gt;, Müller");
  t.equal((await stat(csv)).mode & 0o777, 0o600);
  await site.box[Symbol.asyncDispose]();
  const off = await site.run("report");
  t.equal(off.code, 3);
  t.match(off.document, { rows: [{ state: "box-not-read", inPool: 10 }], errors: [{ serial: site.box.serial }] });
});
