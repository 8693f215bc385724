import fc from "fast-check";
import t from "tap";
import { parseSnmpFacts, snmpQuestions } from "../../../src/box/profile/snmp-facts.ts";

const { objectId, physicalAddress, description, upTime } = snmpQuestions;
const innovaphone = "1.3.6.1.4.1.6666";
const mac = Buffer.from("00903301029f", "hex");

type Value = Buffer | string | number;

function facts(...values: readonly (readonly [string, Value])[]) {
  return parseSnmpFacts(new Map(values));
}

t.test("object id, physical address, description and up time tell a box", async (t) => {
  const text = Buffer.from("13r1 sr8 IP3011[13.2195], Bootcode[132134], Hardware[401#]");
  t.same(facts([objectId, innovaphone], [physicalAddress, mac], [description, text], [upTime, 12_399]), {
    product: "IP3011",
    firmware: "13r1",
    serial: "00-90-33-01-02-9f",
    upTimeSeconds: 123,
  });
});

t.test("the object id must be innovaphone's exactly", async (t) => {
  for (const other of ["1.3.6.1.4.1.66660", "1.3.6.1.4.1.6666.1", "1.3.6.1.4.1.8072.3.2.10", "", 6666]) {
    t.equal(facts([objectId, other], [physicalAddress, mac]), undefined, String(other));
  }
  t.equal(facts([physicalAddress, mac]), undefined, "a physical address alone proves nothing");
  t.equal(facts([objectId, Buffer.from(innovaphone)]), undefined, "as octets");
});

t.test("of a box that tells nothing else, nothing else is known", async (t) => {
  t.same(facts([objectId, innovaphone]), {});
});

t.test("a physical address that is none of the block 00-90-33 is no serial number", async (t) => {
  for (const octets of ["001122010203", "0090330102", "00903301029f00", ""]) {
    t.same(facts([objectId, innovaphone], [physicalAddress, Buffer.from(octets, "hex")]), {}, octets);
  }
  t.same(facts([objectId, innovaphone], [physicalAddress, "00-90-33-01-02-9f"]), {}, "text is none");
});

t.test("no values whatever make it fail", async () => {
  const values = fc.oneof(
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: "binary" }),
    fc.double(),
  );
  const asked = fc.array(fc.tuple(fc.constantFrom(...Object.values(snmpQuestions)), values));
  fc.assert(
    fc.property(asked, fc.boolean(), (pairs, says) => {
      const found = facts(...pairs, [objectId, says ? innovaphone : "1.3"]);
      return (found !== undefined) === says;
    }),
  );
});
