import t from "tap";
import { firmwareInRange, parseVersionText, versionNumber } from "../../../src/box/profile/firmware.ts";

t.test("every version text that is known of boxes is read", async (t) => {
  const texts = {
    "13r1 sr8 IP3011[13.2195], Bootcode[132134], Hardware[401#]": { product: "IP3011", firmware: "13r1" },
    "V5.00 hotfix IP400[03-5315]": { product: "IP400", firmware: "5.00" },
    "V5.01 IP400[05-5100], Bootcode[05-5000], HW[101]": { product: "IP400", firmware: "5.01" },
    "IP400[05-5100], Bootcode[05-5000], HW[101]": { product: "IP400", firmware: "05-5100" },
    "IP3000[06-60400.02]": { product: "IP3000", firmware: "06-60400.02" },
    "7.00 IP6000[07-70100], Bootcode[703], HW[601]": { product: "IP6000", firmware: "7.00" },
    "V6.00 sr1 IP202[06-60400.02]\r\n": { product: "IP202", firmware: "6.00" },
  };
  for (const [text, read] of Object.entries(texts)) t.same(parseVersionText(text), read, text);
});

t.test("of a text that is none nothing is made up", async (t) => {
  for (const text of ["", "Linux router 6.1", "V5.01", "IP400", "[05-5100]", `IP400[${"5".repeat(50)}]`]) {
    t.same(parseVersionText(text), {}, text);
  }
  t.same(parseVersionText("V5.01 IP400 ".repeat(100_000)), {});
});

t.test("labels and builds are one number for comparison: major times 100 plus minor", async (t) => {
  const numbers = {
    "5.00": 500,
    "5.01": 501,
    "V5.01": 501,
    "13r1": 1301,
    "13r12": 1312,
    "7": 700,
    "05-5100": 500,
    "06-60400.02": 600,
    "13.2195": 1300,
    "03-5315": 300,
  };
  for (const [firmware, number] of Object.entries(numbers)) t.equal(versionNumber(firmware), number, firmware);
  for (const firmware of ["", "latest", "five", "123", "-5", "5.", "5.01 hotfix"]) {
    t.equal(versionNumber(firmware), undefined, firmware);
  }
});

t.test("the range from 5.00 before 7 begins with 5.00 and ends before 7", async (t) => {
  const range = { from: "5.00", before: "7" };
  for (const inside of ["5.00", "5.01", "05-5100", "6.00", "6.99", "06-60400.02"]) {
    t.ok(firmwareInRange(inside, range), inside);
  }
  for (const outside of ["4.99", "03-5315", "7", "7.00", "07-70100", "8.01", "13r1", "13.2195"]) {
    t.notOk(firmwareInRange(outside, range), outside);
  }
});

t.test("a version that cannot be read is in no range", async (t) => {
  for (const firmware of ["", "latest", "5.01 hotfix"]) {
    t.notOk(firmwareInRange(firmware, { from: "0", before: "99" }), firmware);
  }
});
