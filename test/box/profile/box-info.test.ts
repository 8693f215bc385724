import fc from "fast-check";
import t from "tap";
import { parseBoxInfo } from "../../../src/box/profile/box-info.ts";

const version = "V5.01 IP400[05-5100], Bootcode[05-5000], HW[101]";

function info(attributes: string): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\r\n<info><sys ${attributes}/></info>\r\n`);
}

t.test("product, firmware, serial number, name and whether a reset is required are read off", async (t) => {
  const body = info(`version="${version}" serial="00-90-33-01-02-9f" name="Empfang" reset-required="true"`);
  t.same(parseBoxInfo(body), {
    product: "IP400",
    firmware: "5.01",
    serial: "00-90-33-01-02-9f",
    name: "Empfang",
    resetRequired: true,
  });
});

t.test("what is not there is missing, and nothing is put in its place", async (t) => {
  t.same(parseBoxInfo(info(`version="${version}"`)), { product: "IP400", firmware: "5.01" });
  t.same(parseBoxInfo(info(`version="${version}" serial="" name="" reset-required=""`)), {
    product: "IP400",
    firmware: "5.01",
  });
});

t.test("reset-required is true for true and 1, and false for anything else that is said", async (t) => {
  const said = (text: string) => parseBoxInfo(info(`version="${version}" reset-required="${text}"`))?.resetRequired;
  for (const text of ["true", "TRUE", "1"]) t.equal(said(text), true, text);
  for (const text of ["false", "0", "no"]) t.equal(said(text), false, text);
});

t.test("a serial number in any way of writing is the same one; one of another maker is none", async (t) => {
  const serial = (text: string) => parseBoxInfo(info(`version="${version}" serial="${text}"`))?.serial;
  for (const text of ["00-90-33-01-02-9f", "00:90:33:01:02:9F", "00903301029f", "00-90-33-01-02-9f-17"]) {
    t.equal(serial(text), "00-90-33-01-02-9f", text);
  }
  for (const text of ["00-11-22-01-02-9f", "unknown", "00-90-33-01-02"]) t.equal(serial(text), undefined, text);
});

t.test("the element is found wherever it stands, also among others of its name's kind", async (t) => {
  const facts = { product: "IP400", firmware: "5.01" };
  const sys = `<sys version="${version}"/>`;
  for (const xml of [sys, `<a><b><c>${sys}</c></b></a>`, `<info><x/><x>${sys}</x><y/></info>`, `<i>\n${sys}\n</i>`]) {
    t.same(parseBoxInfo(Buffer.from(xml)), facts, xml);
  }
});

t.test("a name is read in UTF-8, and where it is none of that, in ISO-8859-1", async (t) => {
  const body = `<info><sys version="${version}" name="Büro"/></info>`;
  t.equal(parseBoxInfo(Buffer.from(body, "utf8"))?.name, "Büro");
  t.equal(parseBoxInfo(Buffer.from(body, "latin1"))?.name, "Büro");
});

t.test("what is no box's information is none", async (t) => {
  const others = [
    "",
    "?\r\n",
    "<html><head><title>Welcome to nginx!</title></head></html>",
    "<info><sys/></info>",
    '<info><sys version="Linux 6.1"/></info>',
    "<info><sys>V5.01 IP400[05-5100]</sys></info>",
    `${"<a>".repeat(20)}<sys version="${version}"/>`,
  ];
  for (const body of others) t.equal(parseBoxInfo(Buffer.from(body)), undefined, body.slice(0, 60));
});

t.test("entities that grow without end are not followed", async (t) => {
  const grow = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};&e${n};&e${n};">`).join("");
  const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">${grow}]><info><sys version="${version}" name="&e30;"/></info>`;
  const began = performance.now();
  const name = parseBoxInfo(Buffer.from(xml))?.name ?? "";
  t.ok(name.length < 100_000);
  t.ok(performance.now() - began < 2000);
});

t.test("no bytes whatever make it fail", async () => {
  const pieces = [
    "<info>",
    "<sys ",
    'version="',
    version,
    '"',
    "/>",
    "<!DOCTYPE",
    "<![CDATA[",
    "]]>",
    "__proto__",
    "&#x0;",
  ];
  const marked = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 5 })));
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    marked.map((all) => Buffer.from(all.join(""))),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const facts = parseBoxInfo(Buffer.from(body));
      return facts === undefined || facts.product !== undefined;
    }),
    { numRuns: 1000 },
  );
});
