import t from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { sweep } from "../../../src/agent/daemon/run-service.ts";
import { applyPlan } from "../../../src/agent/reconcile/apply-plan.ts";
import type { BoxTarget } from "../../../src/agent/reconcile/box-target.ts";
import { planSite } from "../../../src/agent/reconcile/plan-site.ts";
import { recogniseTarget } from "../../../src/agent/reconcile/recognise-target.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { verifySite } from "../../../src/agent/reconcile/verify-site.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { type ExampleSite, type SiteOptions, sitePorts, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.81.121";
const { signal } = new AbortController();
const serial = parseSerialNumber("00-90-33-0a-0b-0c");
const sweeping = async () => [];

t.test(
  "an address that claims the serial number of a box that is elsewhere gets no password and is told",
  async (t) => {
    const { example, site, home, other } = await twoThatClaim(t, { block: 0, login: "basic" });
    const applied = await apply(site, [{ serial }, at(other)]);
    t.same(briefly(applied), ["failed unknown wrong-serial", "changed yes"]);
    t.match(applied[0]?.warnings, [{ code: "two-addresses" }]);
    const [failed, good] = await verifySite(site, [at(home), at(other)], {}, signal).then((both) => both.reverse());
    t.match(good, { serial, address: home.address, outcome: "in-step", effective: "yes" });
    t.match(good?.warnings, [{ code: "two-addresses", message: new RegExp(`^${other.address} claims`) }]);
    t.match(failed, { address: other.address, outcome: "failed", installed: [], error: { code: "wrong-serial" } });
    t.equal(failed?.serial, undefined, "what it claims is not what it is");
    t.match(failed?.error?.message, new RegExp(`${serial}, which is at ${home.address}`));
    t.match(await apply(site, [at(other)]), [{ address: other.address, error: { code: "wrong-serial" } }]);
    await t.rejects(recogniseTarget(site, at(other), sweeping, signal), { code: "wrong-serial" });
    t.equal(other.box.logins, 0);
    t.match(await site.journal.boxes.find(serial), { address: home.address });
    const [again] = await verifySite(site, [{ serial }], {}, signal);
    t.match(again, { address: home.address, outcome: "in-step", effective: "yes" });
    t.same(again?.warnings, []);
    t.match(await example.run("inspect", other.address), {
      code: 1,
      document: { boxes: [], errors: [{ address: other.address, code: "wrong-serial" }] },
    });
  },
);

t.test("what a sweep saw of a second address stands as a warning in the box's result until it is gone", async (t) => {
  const { site, home, other } = await twoThatClaim(t, { block: 1 });
  await sweep(site, signal);
  t.match(await round(site, {}, signal), [{ address: home.address, warnings: [{ code: "two-addresses" }] }]);
  await other[Symbol.asyncDispose]();
  await sweep(site, signal);
  const [result] = await round(site, {}, signal);
  t.same([result?.address, result?.warnings], [home.address, []]);
});

t.test("a box that was enrolled by command counts where it was seen, as long as it answers there", async (t) => {
  const { site, home, other } = await twoThatClaim(t, { block: 2, listed: false });
  await site.journal.boxes.remember({ serial, address: home.address, httpPort: sitePorts.http });
  await site.journal.boxes.enroll(serial, new Date());
  await sweep(site, signal);
  t.match(await verifySite(site, [{ serial }], {}, signal), [
    { address: home.address, warnings: [{ code: "two-addresses" }] },
  ]);
  t.match(await verifySite(site, [at(other)], {}, signal), [{ error: { code: "wrong-serial" } }]);
  t.equal(other.box.logins, 0);
  await home[Symbol.asyncDispose]();
  t.match(await verifySite(site, [at(other)], {}, signal), [{ serial, address: other.address, outcome: "in-step" }]);
});

t.test("a login that was not sent, since it was asked for in clear, is not kept as a refused one", async (t) => {
  const { site, home, other } = await twoThatClaim(t, { block: 3, login: "digest", otherLogin: "basic" });
  t.match(await verifySite(site, [{ serial }], {}, signal), [{ outcome: "differs" }]);
  await home[Symbol.asyncDispose]();
  for (const _ of [1, 2]) {
    const [failed] = await verifySite(site, [at(other)], {}, signal);
    t.match(failed, { error: { code: "auth-failed", message: /asks for the password in clear.* it was not sent/ } });
  }
  t.equal(other.box.logins, 0);
});

type Login = NonNullable<ReturnType<NonNullable<SiteOptions["particulars"]>>["login"]>;

interface Claims {
  readonly block: number;
  readonly listed?: boolean;
  readonly login?: Login;
  readonly otherLogin?: Login;
}

/** A box, and another one that has its serial number. */
async function twoThatClaim(t: Parameters<typeof startSite>[0], { block, listed = true, ...logins }: Claims) {
  const { login = "digest", otherLogin = login } = logins;
  const example: ExampleSite = await startSite(t, {
    network,
    block,
    listed: false,
    boxes: 2,
    particulars: (index) => ({ serial, login: index === 0 ? login : otherLogin, licenses: [] }),
  });
  const [home, other] = example.boxes;
  if (home === undefined || other === undefined) throw new Error("two boxes");
  const entry = { address: home.address, licenses: { "PBX-Registrations": 10 } };
  if (listed) await example.configure({ boxes: { [serial]: entry } });
  return { example, site: await openExample(t, example), home, other };
}

function at({ address }: { readonly address: string }): BoxTarget {
  return { endpoint: { address, httpPort: sitePorts.http } };
}

async function apply(site: Site, targets: readonly BoxTarget[]) {
  const results = [];
  for await (const one of applyPlan(site, await planSite(site, targets, {}, signal), { by: "person" }, signal)) {
    results.push(one);
  }
  return results;
}
