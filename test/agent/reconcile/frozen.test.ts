import t from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.81.66";
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const licenses = { "PBX-Registrations": 10 };
const { signal } = new AbortController();

t.test(
  "a box with another major firmware than at the last look is left alone until a person releases it",
  async (t) => {
    const example = await startSite(t, { network, block: 0, licenses, config: { policy } });
    const site = await openExample(t, example);
    t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
    Object.assign(example.box.box.options, { versionText: "V6.00 IP400[06-60400], Bootcode[05-5000], HW[101]" });
    await example.want({ "PBX-Registrations": 12 });
    const next = await openExample(t, example);
    t.same(briefly(await round(next, {}, signal)), ["failed yes set-aside"]);
    t.match(await example.balance(), { "PBX-Registrations": "100/10/90" });
    await example.run("release", example.box.serial);
    example.letTimePass();
    t.same(briefly(await round(next, {}, signal)), ["changed yes"]);
  },
);

t.test("a box that was set back to its factory settings gets nothing until a person releases it", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  const { box } = example.box;
  box.settings = [];
  box.running = [];
  box.flash = [];
  t.same(briefly(await round(site, {}, signal)), ["failed unknown set-aside"]);
  await example.run("release", example.box.serial);
  example.letTimePass();
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
});
