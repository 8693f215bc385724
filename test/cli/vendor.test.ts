import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { lineText } from "../agent/keys/license-text.ts";
import { type Look, leaflet, otherHand, password, playSite, user } from "../agent/keys/vendor-site/play-site.ts";
import { brief } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, type SiteOptions, startSite } from "./site-fixture.ts";

const network = "127.81.70";
t.jobs = 3;

/** A site whose boxes take the vendor's keys, and the vendor's site, played. */
async function startBoth(t: Test, block: number, options: Partial<SiteOptions> = {}, look: Look = leaflet) {
  const vendor = await playSite(t, `127.61.42.${block + 1}`, look);
  const site = await startSite(t, { network, block, licenses: { "Relay-BRIs": 2 }, ...options });
  writeFileSync(join(site.folder, "vendor.password"), `${password}\n`, { mode: 0o600 });
  const entry = { url: vendor.url.href, email: user, passwordFile: "./vendor.password" };
  await site.configure({
    acceptsKeysFrom: "vendor",
    keys: ["files", "vendor"],
    files: { dir: "./licenses" },
    vendor: entry,
    ...options.config,
  });
  const give = (of: ExampleSite["box"], bris: number) =>
    vendor.licenses.set(of.serial, `${lineText(of.serial, 7, "RELAY0", `BRIs=${bris}`)}\r\n`);
  give(site.box, 2);
  return { vendor, site, give, entry };
}

for (const [name, look] of Object.entries({ leaflet, otherHand })) {
  t.test(
    `what a box lacks is claimed at the vendor's site (${name}), delivered, and in effect`,
    { buffered: true },
    async (t) => {
      const { vendor, site } = await startBoth(t, look === leaflet ? 0 : 1, {}, look);
      const { serial } = site.box;
      for (const command of [["discover"], ["inspect"], ["plan"], ["verify"], ["config", "check"]]) {
        const { code } = await site.run(...command);
        t.equal(code, /plan|verify/.test(command.join()) ? 2 : 0, command.join(" "));
      }
      t.same(vendor.asked, [], "looking asks nobody");
      const { document } = await site.run("plan");
      t.match(document, {
        plans: [
          {
            steps: [
              { kind: "claim", serial, source: "vendor", licenses: [], missing: [{ type: "Relay-BRIs", count: 2 }] },
              { kind: "reset" },
            ],
          },
        ],
      });
      const { stdout } = await site.start(["plan"]).ended;
      t.match(stdout.replace(/\s+/g, " "), /claim at the vendor's site/);
      const { code, results } = await site.run("apply", "--all", "--yes");
      t.same([code, ...results.map(brief)], [0, "changed yes"]);
      t.same(licensesOn(site.box), ["BRIs=2"]);
      t.same([...vendor.assigned], [serial]);
      const asked = vendor.asked.length;
      t.equal((await site.run("plan")).code, 0);
      t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["in-step yes"]);
      t.equal(vendor.asked.length, asked);
      const history = (await site.run("history", serial)).stdout;
      t.match(history, /"action":\s*"claim"/);
      t.notMatch(history, "7777-7777");
    },
  );
}

t.test("what the vendor gave too little of is created where boxes take our keys", { buffered: true }, async (t) => {
  const config = { acceptsKeysFrom: "own", keys: ["vendor", "pool"] };
  const { site } = await startBoth(t, 2, { licenses: { "Relay-BRIs": 5 }, config });
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=2", "BRIs=3"]);
  t.same(await site.keys(), ["Relay-BRIs=3"]);
});

t.test(
  "what the vendor gave too little of is short where boxes take only the vendor's",
  { buffered: true },
  async (t) => {
    const { site, vendor } = await startBoth(t, 3, { licenses: { "Relay-BRIs": 5 } });
    const { code, results } = await site.run("apply", "--all", "--yes");
    t.same([code, ...results.map(brief)], [1, "short-of-licenses yes short-of-licenses"]);
    t.same(licensesOn(site.box), ["BRIs=2"]);
    const asked = vendor.asked.length;
    t.equal((await site.run("apply", "--all", "--yes")).code, 1);
    t.equal(vendor.asked.length, asked, "not asked again so soon");
  },
);

t.test("policy.claim binds: never everybody, ask the service, always nobody", { buffered: true }, async (t) => {
  const { site, vendor } = await startBoth(t, 4);
  const claim = (policy: string) => site.configure({ policy: { claim: policy, reset: "when-idle" } });
  await claim("never");
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["failed unknown policy-forbids"]);
  await claim("ask");
  t.same((await site.run("agent", "--once")).results.map(brief), ["waiting-for-approval unknown"]);
  t.same(vendor.asked, []);
  await claim("always");
  t.same((await site.run("agent", "--once")).results.map(brief), ["changed yes"]);
});

t.test("before it is shown that the box can be written, the site is not asked", { buffered: true }, async (t) => {
  const { site, vendor } = await startBoth(t, 5, { faults: ["read-only"] });
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["failed unknown read-only"]);
  t.same(vendor.asked, []);
});

t.test(
  "a refused login is tried once; what files have is delivered nevertheless; release vendor lets it be tried again",
  { buffered: true },
  async (t) => {
    const { site, vendor } = await startBoth(t, 6, { licenses: { "Relay-BRIs": 2, "PBX-Registrations": 5 } });
    writeFileSync(join(site.folder, "licenses", "a.txt"), lineText(site.box.serial, 1));
    vendor.password = "another";
    const logins = () => vendor.asked.filter((one) => one === "POST login").length;
    const first = await site.run("apply", "--all", "--yes");
    t.same([first.code, ...first.results.map(brief)], [1, "failed yes vendor-login-refused"]);
    t.same(licensesOn(site.box), ["Registrations=5"]);
    const second = await site.run("apply", "--all", "--yes");
    t.same(second.results.map(brief), ["failed yes vendor-login-refused"]);
    t.equal(logins(), 1);
    t.notMatch(first.stdout + first.stderr + second.stdout + second.stderr, password);
    vendor.password = password;
    t.match((await site.run("release", "vendor")).document, { released: "vendor", cleared: [/login/] });
    t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
    t.equal(logins(), 2);
  },
);

t.test("an unexpected page is named in the result, and changes nothing on the box", { buffered: true }, async (t) => {
  const { site, vendor } = await startBoth(t, 7);
  vendor.intercept = (step, _request, response) =>
    step === "serial" && Boolean(response.writeHead(200, { "content-type": "text/html" }).end("<p>Maintenance</p>"));
  const { results } = await site.run("apply", "--all", "--yes");
  t.same(results.map(brief), ["failed unknown vendor-page-unexpected"]);
  const file = /kept as (\S+)/.exec(results[0]?.error?.message ?? "")?.[1] ?? "";
  t.match(readFileSync(file, "utf8"), "Maintenance");
  t.same(licensesOn(site.box), []);
});

t.test("a run that was killed in the middle of a download is made good by the next", { buffered: true }, async (t) => {
  const { site, vendor } = await startBoth(t, 8);
  vendor.intercept = (step) => step === "get";
  const { child, ended } = site.start(["apply", "--all", "--yes"]);
  while (!vendor.asked.includes("GET get")) await setTimeout(20);
  child.kill("SIGKILL");
  await ended;
  vendor.intercept = () => false;
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=2"]);
});

t.test(
  "a plan from a file claims what it said, and nothing once the file was downloaded",
  { buffered: true },
  async (t) => {
    const { site, vendor } = await startBoth(t, 9);
    const file = join(site.folder, "plan.json");
    t.equal((await site.run("plan", "--out", file)).code, 2);
    t.same((await site.run("apply", "--plan", file, "--yes")).results.map(brief), ["changed yes"]);
    const asked = vendor.asked.length;
    t.same((await site.run("apply", "--plan", file, "--yes")).results.map(brief), ["failed yes stale-plan"]);
    t.equal(vendor.asked.length, asked);
  },
);

t.test("where keys does not name it, the site is never asked", { buffered: true }, async (t) => {
  const { site, vendor } = await startBoth(t, 10, { config: { keys: ["files"] } });
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), [
    "short-of-licenses unknown short-of-licenses",
  ]);
  t.same(vendor.asked, []);
});
