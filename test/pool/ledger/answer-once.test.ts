import { createLicenseKey, type LicenseKeyRequest } from "../../../src/pool/ledger/create-license-key.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, balanceText, credit, examplePool, markRevoked, otherBox, thisBox } from "../example-pool.ts";

const type = "PBX-Registrations";
const request = {
  type,
  amount: { count: 10 },
  serial: thisBox,
  customer: "innovaphone",
  location: "Sindelfingen",
  requestId: "r1",
} satisfies LicenseKeyRequest;

t.test("the same request id with the same content gives the same key, and is paid once", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 100 });
  const first = await createLicenseKey(pool, actFor(reseller), request);
  const { requestId, customer, ...rest } = request;
  t.same(await createLicenseKey(pool, actFor(reseller), request), first);
  t.same(
    await createLicenseKey(pool, actFor(reseller), { requestId, customer, ...rest }),
    first,
    "the order does not matter",
  );
  t.same(await balanceText(pool, reseller), { [type]: "100/10/90" });
});

t.test("the same request id with other content is refused, whatever differs", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 100, "PBX-Operators": 20 });
  await createLicenseKey(pool, actFor(reseller), request);
  const others: Partial<LicenseKeyRequest>[] = [
    { type: "PBX-Operators" },
    { amount: { count: 11 } },
    { amount: { total: 10 } },
    { serial: otherBox },
    { serial: undefined },
    { customer: "Innovaphone" },
    { location: undefined },
    { description: "second box" },
  ];
  for (const other of others) {
    await t.rejects(createLicenseKey(pool, actFor(reseller), { ...request, ...other }), {
      code: "request-id-conflict",
    });
  }
  t.same(await balanceText(pool, reseller), { [type]: "100/10/90", "PBX-Operators": "20/0/20" });
});

t.test("request ids are an account's own", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const other = await addReseller(pool, "bert@example.com");
  await credit(pool, reseller, { [type]: 10 });
  await credit(pool, other, { [type]: 10 });
  const [mine] = await createLicenseKey(pool, actFor(reseller), request);
  const [theirs] = await createLicenseKey(pool, actFor(other), request);
  t.not(mine?.key, theirs?.key);
});

t.test("a total creates what is missing to it, and nothing when it is met", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 100 });
  const upTo = (total: number, requestId?: string, serial = thisBox) =>
    createLicenseKey(pool, actFor(reseller), { type, amount: { total }, serial, requestId });
  const [first] = await upTo(30, "r1");
  const [second] = await upTo(37, "r2");
  t.match([first, second], [{ count: 30 }, { count: 7 }]);
  const met = [first?.key, second?.key].sort();
  for (const total of [37, 20, 1]) {
    const keys = await upTo(total, `again ${total}`);
    t.same(keys.map(({ key }) => key).sort(), met);
  }
  t.match(await upTo(5, "r3", otherBox), [{ count: 5 }], "another box is counted for itself");
  t.same(await balanceText(pool, reseller), { [type]: "100/42/58" });
});

t.test("a request for a total keeps its answer, however the total changed since", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 100 });
  const upTo = (total: number, requestId: string) =>
    createLicenseKey(pool, actFor(reseller), { type, amount: { total }, serial: thisBox, requestId });
  const first = await upTo(30, "r1");
  await upTo(37, "r2");
  t.same(await upTo(30, "r1"), first);
});

t.test("a revoked key no longer counts towards a total, and its licenses do not come back", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 50 });
  const upTo = (total: number) =>
    createLicenseKey(pool, actFor(reseller), { type, amount: { total }, serial: thisBox });
  const [revoked] = await upTo(30);
  await markRevoked(pool, revoked?.key ?? "");
  await t.rejects(upTo(30), { code: "short-of-licenses", message: /20 are left/ });
  const [replacement] = await upTo(20);
  t.not(replacement?.key, revoked?.key);
  t.same(await balanceText(pool, reseller), { [type]: "50/50/0" });
});
