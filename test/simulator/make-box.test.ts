import fc from "fast-check";
import t from "tap";
import { tryParseLicenseLine } from "../../src/license/license-line.ts";
import { tryParseSerialNumber } from "../../src/license/serial-number.ts";
import { makeBox } from "../../src/simulator/make-box.ts";
import { seededRandom } from "../../src/simulator/random.ts";

function description(seed: number, index: number) {
  const { random: _, ...options } = makeBox(seed, index).options;
  return options;
}

t.test("the same seed and number give the same box", async (t) => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(500), (seed, index) => {
      t.same(description(seed, index), description(seed, index));
    }),
    { numRuns: 50 },
  );
});

t.test("other seeds give other boxes, and no two of a LAN have one serial number", async (t) => {
  t.notSame(description(1, 0), description(2, 0));
  const serials = Array.from({ length: 5000 }, (_, index) => makeBox(1, index).options.serial);
  t.equal(new Set(serials).size, serials.length);
  t.ok(serials.every((serial) => tryParseSerialNumber(serial) === serial));
});

t.test("a LAN has all three models, every way to log in, both start pages, and some foreign licenses", async (t) => {
  const boxes = Array.from({ length: 60 }, (_, index) => makeBox(1, index).options);
  t.same(new Set(boxes.map(({ product }) => product)), new Set(["IP400", "IP3000", "IP202"]));
  const logins = ["basic", "digest", "401-in-the-body", "digest-without-qop"];
  t.same(new Set(boxes.map(({ login }) => login)), new Set(logins));
  t.same(new Set(boxes.map(({ startPage }) => startPage)), new Set(["xml", "html"]));
  const licensed = boxes.filter(({ licenses }) => licenses.length > 0);
  t.ok(licensed.length > 0 && licensed.length < boxes.length);
  t.ok(licensed.every(({ licenses: [line] }) => line && tryParseLicenseLine(line)?.customer === "Altbestand"));
});

t.test("a box has the factory's password: the product in lower case", async (t) => {
  for (const index of [0, 1, 2]) {
    const { user, password, product } = makeBox(1, index).options;
    t.same([user, password], ["admin", product.toLowerCase()]);
  }
});

t.test("what is particular to a box counts more than what the seed gives", async (t) => {
  const { options } = makeBox(1, 0, { product: "IP6000", login: "digest" });
  t.match(options, { product: "IP6000", login: "digest", versionText: /IP6000\[/, password: "ip6000" });
});

t.test("random numbers lie from 0 to below 1 and depend on nothing but the seed", async () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [one, other] = [seededRandom(seed), seededRandom(seed)];
      return Array.from({ length: 20 }, one).every((number) => number >= 0 && number < 1 && number === other());
    }),
  );
});
