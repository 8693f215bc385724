import { randomUUID } from "node:crypto";
import t, { type Test } from "tap";
import { answeredKeys } from "../../../src/agent/keys/answers/answered-keys.ts";
import { openEmbeddedPool } from "../../../src/agent/keys/embedded-pool.ts";
import type { KeySource, OfferedLine } from "../../../src/agent/keys/key-source.ts";
import { licenseFiles } from "../../../src/agent/keys/license-files.ts";
import { serverPool } from "../../../src/agent/keys/server-pool.ts";
import { fromByteText } from "../../../src/license/byte-text.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { actFor } from "../../pool/act-for.ts";
import { credit, examplePool, otherBox, thisBox } from "../../pool/example-pool.ts";
import { agentToken, runningServer } from "../../pool/server/running-server.ts";
import { keyCode } from "./license-text.ts";
import { openVendor } from "./vendor-site/open-vendor.ts";

/** What every source is made to hold: two lines for this box, one for the other, nothing for the third. */
const licenses = [
  { type: "PBX-Registrations", count: 37, serial: thisBox, customer: "Müller, Söhne" },
  { type: "Relay-BRIs", count: 2, serial: thisBox, customer: "" },
  { type: "PBX-Registrations", count: 5, serial: otherBox, customer: "" },
] as const;
const thirdBox = parseSerialNumber("00-90-33-ff-ff-ff");

interface Example {
  readonly source: KeySource;
  readonly issuer: "own" | "vendor";
  readonly lines: readonly string[];
}

/** A pool that has them: the second is claimed, the others are created. */
async function filledPool(t: Test) {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  const keys = [];
  for (const { type, count, serial, customer } of licenses) {
    if (type === "Relay-BRIs") keys.push(...(await claim(pool, actFor(reseller), serial)));
    else keys.push(...(await createLicenseKey(pool, actFor(reseller), { type, amount: { count }, serial, customer })));
  }
  return { pool, reseller, database, lines: keys.map(({ line }) => line) };
}

const sources: Readonly<Record<string, (t: Test) => Promise<Example>>> = {
  "embedded pool": async (t) => {
    const { database, lines } = await filledPool(t);
    return { source: await openEmbeddedPool(database, undefined, () => new Date()), issuer: "own", lines };
  },
  "pool server": async (t) => {
    const { pool, reseller, lines } = await filledPool(t);
    const token = await agentToken(pool, reseller, ["read", "claim", "create"], { per_box: 50, per_day: 200 });
    const server = await runningServer(t, pool, "127.61.61.1");
    return { source: serverPool(server.manager(token), server.url, "sindelfingen"), issuer: "own", lines };
  },
  "answers that were carried here": async (t) => {
    const { lines } = await filledPool(t);
    const licenseKeys = licenses.map(({ type, count, serial }, index) => {
      return { type, count, serial, issuer: "own" as const, line: lines[index] ?? "" };
    });
    const [issuedAt, expiresAt] = ["2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"];
    const answer = {
      kind: "varsync-license-answer",
      requestId: randomUUID(),
      site: "here",
      issuedAt,
      expiresAt,
    } as const;
    return { source: answeredKeys([{ ...answer, licenseKeys }]), issuer: "own", lines };
  },
  "license files": async (t) => {
    const lines = [
      `vars create LICENSE/PBX0 pau Registrations=37,${thisBox},M\u00fcller%2C S\u00f6hne,,,${keyCode(1)}`,
      `vars create LICENSE/RELAY0 pau BRIs=2 ${thisBox} innovaphone Sindelfingen ${keyCode(2)}`,
      `vars create LICENSE/PBX0 pau Registrations=5,${otherBox},,,,${keyCode(3)}`,
    ];
    const [first = "", ...others] = lines;
    const folder = t.testdir({ "one.txt": `${first}\r\n`, "master.txt": others.join("\n") });
    return { source: licenseFiles(folder, new Map()), issuer: "vendor", lines };
  },
  "vendor's site, downloaded before": async (t) => {
    const lines = [
      `vars create LICENSE/PBX0 pau Registrations=37,${thisBox},M\u00fcller%2C S\u00f6hne,,,${keyCode(1)}`,
      `vars create LICENSE/RELAY0 pau BRIs=2 ${thisBox} innovaphone Sindelfingen ${keyCode(2)}`,
      `vars create LICENSE/PBX0 pau Registrations=5,${otherBox},,,,${keyCode(3)}`,
    ];
    const asked = { at: new Date().toISOString(), requestId: "r3" };
    const memory = (requestId: string) => JSON.stringify({ ...asked, requestId });
    const stateDir = t.testdir({
      "vendor-files": {
        [`${thisBox}.txt`]: `${lines[0]}\r\n${lines[1]}\r\n`,
        [`${thisBox}.json`]: memory("r3"),
        [`${otherBox}.txt`]: lines[2] ?? "",
        [`${otherBox}.json`]: memory("r4"),
        [`${thirdBox}.json`]: memory("r5"),
      },
    });
    const { source } = await openVendor({ url: nowhere, stateDir });
    return { source, issuer: "vendor", lines };
  },
};

/** So that the vendor's site has nothing to be asked. */
const nowhere = new URL("http://127.61.41.1:9/");

const files = /^(one|master|00-90-33-00-00-00)\.txt:\d$/;
const froms = { pool: /^pool$/, answers: /^answer [0-9a-f]{8}$/, files, vendor: files } as const;

const raws = (lines: readonly OfferedLine[]) => lines.map(({ line }) => fromByteText(line.raw).toString()).sort();

for (const [name, open] of Object.entries(sources)) {
  t.test(`${name}: a box is offered all lines that carry its serial number, byte for byte, and no other`, async (t) => {
    const { source, issuer, lines } = await open(t);
    await using _ = source;
    const { lines: offered, predefined } = await source.offers(thisBox);
    t.same(raws(offered), lines.slice(0, 2).sort());
    t.same(predefined, []);
    for (const { line, issuer: found, source: from } of offered) {
      t.equal(line.serial, thisBox);
      t.equal(found, issuer);
      t.match(from, froms[source.name]);
    }
    t.match(
      offered.find(({ line }) => line.type === "PBX-Registrations"),
      { line: { count: 37, customer: "Müller, Söhne", variable: "LICENSE/PBX0" } },
    );
    t.same(raws((await source.offers(otherBox)).lines), lines.slice(2));
    const { lines: none, predefined: nothing, unseen } = await source.offers(thirdBox);
    t.same([none, nothing, unseen], [[], [], undefined]);
  });

  t.test(`${name}: asking changes nothing, however often`, async (t) => {
    const { source } = await open(t);
    await using _ = source;
    const ask = async () => [
      await source.offers(thisBox),
      await source.balance(),
      await source.spentToday(thisBox),
      await source.lookUp([keyCode(1)]),
      await source.find("r1"),
    ];
    t.same(await ask(), await ask());
  });

  t.test(`${name}: what is not known is missing, and no error`, async (t) => {
    const { source } = await open(t);
    await using _ = source;
    t.equal((await source.lookUp(["0000-0000-0000-0000"])).size, 0);
    t.equal((await source.lookUp([])).size, 0);
    t.same(await source.find("never asked for"), []);
  });

  t.test(`${name}: loaded less used is left`, async (t) => {
    const { source } = await open(t);
    await using _ = source;
    for (const { loaded, used, left } of await source.balance()) t.equal(loaded - used, left);
  });

  t.test(`${name}: a request is answered the same way twice, and what it brought is found by its id`, async (t) => {
    const { source } = await open(t);
    await using _ = source;
    const request = { serial: thisBox, type: "PBX-Registrations", total: 40, requestId: "r1" };
    const created = await source.create(request);
    t.equal(created.length, source.canCreate ? 1 : 0);
    t.same(await source.create(request), created);
    t.same(await source.find("r1"), created);
    const met = await source.create({ ...request, requestId: "r2" });
    t.same(raws(met), source.canCreate ? raws(await pbxLines(source)) : []);
    const claimed = await source.claim(thisBox, { requestId: "r3" });
    t.equal(claimed.length, { answers: 0, pool: 1, files: 0, vendor: 2 }[source.name]);
    t.same(await source.claim(thisBox, { requestId: "r3" }), claimed);
    if (claimed.length > 0 && !source.canCreate) t.same(await source.find("r3"), claimed);
  });
}

async function pbxLines(source: KeySource): Promise<readonly OfferedLine[]> {
  return (await source.offers(thisBox)).lines.filter(({ line }) => line.type === "PBX-Registrations");
}
