import fc from "fast-check";
import t from "tap";
import { parseStartPage } from "../../../src/box/profile/start-page.ts";

const read = (page: string, encoding: BufferEncoding = "utf8") => parseStartPage(Buffer.from(page, encoding));

t.test("the later page tells product and name", async (t) => {
  const page = (name: string) =>
    `<?xml version="1.0" encoding="utf-8"?>\r\n<?xml-stylesheet type="text/xsl" href="menu.xsl"?>\r\n<info product="innovaphone IP800" manufacturer-url="http://www.innovaphone.com"${name}/>`;
  t.same(read(page(' name="Zentrale"')), { product: "IP800", name: "Zentrale" });
  t.same(read(page(' name=""')), { product: "IP800" });
  t.same(read(page("")), { product: "IP800" });
});

t.test("the older page tells them in its title, where the name may be empty", async (t) => {
  t.same(read("<html><head><title>Lager: innovaphone IP200</title></head>"), { product: "IP200", name: "Lager" });
  t.same(read("<HTML><TITLE>: innovaphone IP200</TITLE>"), { product: "IP200" });
  t.same(read("<title>a: b: innovaphone IP400</title>"), { product: "IP400", name: "a: b" });
});

t.test("a name in UTF-8 and in ISO-8859-1 is the same name", async (t) => {
  const page = "<title>Büro Köln: innovaphone IP202</title>";
  t.same(read(page, "utf8"), { product: "IP202", name: "Büro Köln" });
  t.same(read(page, "latin1"), { product: "IP202", name: "Büro Köln" });
});

t.test("other devices' pages, and pages that only speak of innovaphone, are no boxes'", async (t) => {
  const others = [
    "",
    "<html><head><title>Welcome to nginx!</title></head></html>",
    "<title>innovaphone</title>",
    "<title>innovaphone IP400 - buy now</title>",
    "<p>innovaphone IP400</p>",
    '<info product="other IP400"/>',
  ];
  for (const page of others) t.equal(read(page), undefined, page);
});

t.test("a long page is read in no time", async (t) => {
  const began = performance.now();
  t.equal(read(`<title>${" ".repeat(60_000)}`), undefined);
  t.equal(read("<title> ".repeat(8000)), undefined);
  t.equal(read("<info ".repeat(10_000)), undefined);
  t.ok(performance.now() - began < 2000);
});

t.test("no bytes whatever make it fail", async () => {
  const pieces = ["<title>", "</title>", ": ", "innovaphone ", "IP400", "<info ", 'product="', 'name="', '"', "\xff"];
  const marked = fc.array(fc.constantFrom(...pieces)).map((all) => Buffer.from(all.join(""), "latin1"));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), marked), (body) => {
      const facts = parseStartPage(Buffer.from(body));
      return facts === undefined || /^[A-Za-z0-9-]{1,20}$/.test(facts.product ?? "");
    }),
    { numRuns: 1000 },
  );
});
