import fc from "fast-check";
import t from "tap";
import { countInPage } from "../../../src/box/profile/count-in-page.ts";

const channels = {
  page: "/PRI1/mod_cmd.xml",
  root: "info",
  element: "ch",
  except: { state: "Idle" },
  mark: "P",
} as const;
const ports = { page: "/x", root: "info", element: "lic", only: { name: "Port" }, sum: "used", mark: "C" } as const;
const page = (content: string) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\r\n${content}\r\n`);

t.test("channels that are not idle are calls", async (t) => {
  const content =
    '<info link="Up"><ch state="Idle"/><ch state="Connected"/><bundle><ch state="Alerting"/></bundle></info>';
  t.equal(countInPage(channels, page(content)), 2);
  t.equal(countInPage(channels, page('<info link="Up"><ch state="Idle"/></info>')), 0);
  t.equal(countInPage({ ...channels, except: undefined }, page("<info><ch/><ch></ch><ch>x</ch></info>")), 3);
});

t.test("used licenses are added up", async (t) => {
  const content =
    '<info><lic name="Port" used="7"/><lic name="Voicemail" used="2"/><lic name="Port" used="30"/></info>';
  t.equal(countInPage(ports, page(content)), 37);
});

t.test("a page that says something else is not known, and never 0", async (t) => {
  const others = [
    "?\r\n",
    "",
    "<html><body>401 Unauthorized</body></html>",
    "<other/>",
    '<info error="no such module"/>',
    "<info><ch state='Idle'/>",
    '<info><ch state="Idle"/><ch sta',
    "\u0000\u0001",
  ];
  for (const other of others) t.equal(countInPage(channels, page(other)), undefined, other);
  for (const other of ["<info/>", '<info><lic name="Port"/></info>', '<info><lic name="Port" used="-1"/></info>']) {
    t.equal(countInPage(ports, page(other)), undefined, other);
  }
});

t.test("whatever a box answers, a count is a whole number or nothing", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map((text) => page(`<info>${text}</info>`)),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const count = countInPage(channels, Buffer.from(given));
      return count === undefined || (Number.isInteger(count) && count >= 0);
    }),
  );
});
