import fc from "fast-check";
import t from "tap";
import { addressSchema, isInRange, networkSchema, numberOf } from "../../src/config/network.ts";

t.test("a network is its first and last address, ends included", async (t) => {
  const range = networkSchema.parse("192.168.10.0/24");
  t.same(range, {
    cidr: "192.168.10.0/24",
    first: numberOf("192.168.10.0"),
    last: numberOf("192.168.10.255"),
  });
  for (const inside of ["192.168.10.0", "192.168.10.255"]) t.ok(isInRange(inside, range), inside);
  for (const outside of ["192.168.9.255", "192.168.11.0"]) t.notOk(isInRange(outside, range), outside);
  t.match(networkSchema.parse("10.0.0.1/32"), { first: 167_772_161, last: 167_772_161 });
  t.match(networkSchema.parse("0.0.0.0/0"), { first: 0, last: 4_294_967_295 });
  t.match(networkSchema.parse("255.255.255.254/31"), { first: 4_294_967_294, last: 4_294_967_295 });
});

t.test("what is no network is refused", async (t) => {
  const wrong = [
    "",
    "10.0.0.0",
    "10.0.0.1/24",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0/24",
    "010.0.0.0/24",
    "::/0",
    "a/8",
  ];
  for (const text of wrong) t.notOk(networkSchema.safeParse(text).success, text);
});

t.test("an address is four decimal numbers", async (t) => {
  for (const text of ["0.0.0.0", "192.168.10.7", "255.255.255.255"]) t.ok(addressSchema.safeParse(text).success, text);
  const wrong = [
    "",
    "192.168.10",
    "192.168.10.256",
    "192.168.010.7",
    "0xc0.168.10.7",
    "3232238087",
    "::1",
    " 10.0.0.1",
  ];
  for (const text of wrong) t.notOk(addressSchema.safeParse(text).success, text);
});

t.test("an address is in a network when their first bits agree", async () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
  const bitsOf = (text: string) => numberOf(text).toString(2).padStart(32, "0");
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 32 }), (one, other, bits) => {
      const first = Number.parseInt(bitsOf(one).slice(0, bits).padEnd(32, "0"), 2);
      const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
      const range = networkSchema.parse(`${text}/${bits}`);
      return isInRange(other, range) === (bitsOf(one).slice(0, bits) === bitsOf(other).slice(0, bits));
    }),
  );
});
