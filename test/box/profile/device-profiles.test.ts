import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parse } from "yaml";
import { firmwareInRange } from "../../../src/box/profile/firmware.ts";
import { builtInProfiles } from "../../../src/box/profile/load-profiles.ts";
import { unknownProfileId } from "../../../src/box/profile/match-profile.ts";
import { readProfile } from "../../../src/box/profile/read-profile.ts";
import { findLicenseType } from "../../../src/license/license-catalog.ts";

const names = readdirSync(builtInProfiles);
const files = names.map((name) => join(builtInProfiles, name));
const profiles = await Promise.all(files.map(readProfile));

t.test("the folder holds profiles and nothing else", async (t) => {
  t.ok(names.length >= 4);
  for (const name of names) t.match(name, /^[a-z0-9-]+\.yaml$/);
});

t.test("exactly one profile names no product: that for unknown boxes, which are never written", async (t) => {
  const open = profiles.filter(({ recognise }) => recognise.products.length === 0);
  t.match(open, [{ id: unknownProfileId, write: false }]);
  t.equal(open.length, 1);
});

t.test("no product is named twice", async (t) => {
  const products = profiles.flatMap(({ recognise }) => recognise.products.map((name) => name.toLowerCase()));
  t.same(products, [...new Set(products)]);
});

for (const [index, profile] of profiles.entries()) {
  const { id, write, firmware, deliver, licenses, reset } = profile;
  t.test(`the profile ${id} keeps the laws of profiles`, async (t) => {
    t.equal(`${id}.yaml`, names[index], "its id is its file's name");
    for (const { type, variable } of licenses) {
      t.ok(variable ?? findLicenseType(type), `the variable of ${type} is known`);
    }
    t.equal(new Set(licenses.map(({ type }) => type)).size, licenses.length, "no type stands there twice");
    t.equal(reset.whenIdle.command, "ireset", "a reset when idle drops no call, and is not left to the box");
    t.equal(reset.now.command, "reset", "a reset now is one, whether or not the box thinks it needs it");
    t.ok(deliver.closing.commands.includes("config write"), "what was delivered is made permanent");
    if (write) {
      t.ok(firmware, "a model that is written names the firmware for which that holds");
      t.ok(firmware && firmwareInRange(firmware.from, firmware), "the range is not empty");
      t.notOk(firmware && firmwareInRange("13", firmware), "boxes of the Devices app are not in it");
      t.ok(deliver.http ?? deliver.ssh, "there is a way to deliver");
      t.ok(licenses.length > 0, "it has usual licenses");
    } else {
      t.notOk(deliver.http ?? deliver.ssh, "a model that is only read has no way to deliver");
    }
  });

  t.test(`every fact in the profile ${id} is marked`, async (t) => {
    const facts = factsOf(parse(readFileSync(profile.source, "utf8")), "");
    t.ok(facts.length >= 5);
    for (const { path, mark } of facts) t.match(mark, /^[DCIP]$/, path);
  });

  t.test(`the profile ${id} leaves out of comparisons what changes by itself, and never a license line`, async (t) => {
    const skipped = (line: string) => profile.volatile.some((one) => new RegExp(one.line).test(line));
    const changing = [
      "mod cmd FLASHDIR0 add-item 101 (cn=a)",
      "vars create UPDATE/CHECK p 1",
      "config change UP1 /url http://192.168.10.1/",
      "vars create TLS0/TICKET/00000 pb 00",
    ];
    for (const line of changing) t.ok(skipped(line), line);
    for (const { type, variable } of licenses) {
      const line = `vars create ${variable ?? findLicenseType(type)?.variable} pau X=1,00-90-33-01-02-9f`;
      t.notOk(skipped(line), line);
    }
    t.notOk(skipped("config change CMD0 /name master"));
  });
}

/** The innermost mappings of a profile: each says one thing. By which products a box is told is no such fact. */
function factsOf(node: unknown, path: string): { path: string; mark: string }[] {
  if (typeof node !== "object" || node === null || path === ".recognise") return [];
  const inner = Object.entries(node).filter(
    ([, value]) => isMapping(value) || (Array.isArray(value) && value.some(isMapping)),
  );
  if (inner.length > 0 || Array.isArray(node)) {
    return Object.entries(node).flatMap(([key, value]) => factsOf(value, `${path}.${key}`));
  }
  return [{ path, mark: "mark" in node ? String(node.mark) : "" }];
}

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
