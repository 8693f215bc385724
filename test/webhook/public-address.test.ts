import t from "tap";
import { isPublicAddress } from "../../src/webhook/public-address.ts";

t.test("addresses on the internet are public", async (t) => {
  for (const address of ["8.8.8.8", "172.32.0.1", "193.99.144.80", "2001:4860:4860::8888"]) {
    t.ok(isPublicAddress(address), address);
  }
});

t.test("private, loopback, link-local and otherwise reserved ones are not, in whatever notation", async (t) => {
  const addresses = [
    ...["127.0.0.1", "127.83.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"],
    ...["0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"],
    ...["::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1"],
    ...["2002:7f00:1::", "", "localhost"],
  ];
  for (const address of addresses) t.notOk(isPublicAddress(address), address);
});
