import t from "tap";
import { mergeEvidence } from "../../../src/box/discover/merge-evidence.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

const serial = parseSerialNumber("00-90-33-01-02-9f");
const other = parseSerialNumber("00-90-33-01-02-a0");
const address = "192.168.10.7";

t.test("what HTTP and SNMP found at an address is one sighting, and HTTP's word counts", async (t) => {
  const evidence = [
    { address, via: "snmp", facts: { serial, product: "IP800", firmware: "6.00", upTimeSeconds: 5 } },
    { address, httpPort: 80, via: "http", facts: { product: "IP400" } },
  ] as const;
  const wanted = [{ address, httpPort: 80, serial, product: "IP400", firmware: "6.00", via: ["snmp", "http"] }];
  t.same(mergeEvidence(evidence, 80), wanted);
  t.same(mergeEvidence(evidence.toReversed(), 80), wanted, "in whatever order they came");
});

t.test("a second serial number that SNMP gives for the same address is kept beside the first", async (t) => {
  const evidence = [
    { address, httpPort: 80, via: "http", facts: { serial } },
    { address, via: "snmp", facts: { serial: other } },
  ] as const;
  t.same(mergeEvidence(evidence, 80), [{ address, httpPort: 80, serial, otherSerial: other, via: ["snmp", "http"] }]);
});

t.test("what only SNMP found is expected at the usual HTTP port", async (t) => {
  t.same(mergeEvidence([{ address, via: "snmp", facts: { serial } }], 8080), [
    { address, httpPort: 8080, serial, via: ["snmp"] },
  ]);
});

t.test("two HTTP ports at one address are two endpoints", async (t) => {
  const evidence = [
    { address, httpPort: 8080, via: "list", facts: { product: "IP400" } },
    { address, httpPort: 80, via: "http", facts: { product: "IP202" } },
    { address, via: "snmp", facts: { serial } },
  ] as const;
  t.same(mergeEvidence(evidence, 80), [
    { address, httpPort: 80, serial, product: "IP202", via: ["snmp", "http"] },
    { address, httpPort: 8080, serial, product: "IP400", via: ["list", "snmp"] },
  ]);
});

t.test("one box on two addresses is two sightings of one serial number, in ascending order", async (t) => {
  const at = (address: string) => ({ address, httpPort: 80, via: "http", facts: { serial } }) as const;
  const found = mergeEvidence([at("10.0.0.10"), at("9.255.255.255"), at("10.0.0.9"), at("200.0.0.1")], 80);
  t.same(
    found.map((one) => [one.address, one.serial]),
    ["9.255.255.255", "10.0.0.9", "10.0.0.10", "200.0.0.1"].map((one) => [one, serial]),
  );
});

t.test("of the same evidence twice one sighting comes out, of none none", async (t) => {
  const snmp = { address, via: "snmp", facts: { serial } } as const;
  t.equal(mergeEvidence([snmp, snmp], 80).length, 1);
  t.same(mergeEvidence([], 80), []);
});
