import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { z } from "zod";
import { brief, type Ran } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, type SiteOptions, startSite } from "./site-fixture.ts";

const network = "127.82.1";
const licenses = { "PBX-Registrations": 10 };
const policy = { create: "ask", claim: "ask", reset: "when-idle" };
/** A window that is shut now. */
const shut = () => {
  const hour = (new Date().getHours() + 12) % 24;
  return `${String(hour).padStart(2, "0")}:00-${String(hour).padStart(2, "0")}:01`;
};
t.jobs = 4;

const approval = z.looseObject({
  id: z.string(),
  serial: z.string(),
  basis: z.string(),
  steps: z.array(z.looseObject({ kind: z.string() })),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

function approvalsOf({ document }: Ran) {
  return z.object({ approvals: z.array(approval) }).parse(document).approvals;
}

function codeOf({ document }: Ran): string | undefined {
  return z.object({ error: z.object({ code: z.string() }) }).safeParse(document).data?.error.code;
}

/** A site whose service has just asked for approval of one box. */
async function asked(t: Test, options: Omit<SiteOptions, "network">): Promise<{ site: ExampleSite; id: string }> {
  const site = await startSite(t, { network, licenses, config: { policy }, ...options });
  const round = await site.run("agent", "--once");
  t.same(round.results.map(brief), ["waiting-for-approval unknown"]);
  const [one, ...more] = approvalsOf(await site.run("approvals"));
  if (one === undefined) throw new Error("no approval");
  t.same(more, []);
  t.match(round.results[0]?.waitingFor, new RegExp(`varsync approve ${one.id}`));
  return { site, id: one.id };
}

t.test("what needs a person becomes one approval, for exactly that plan", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 0 });
  t.same((await site.run("agent", "--once")).results.map(brief), ["waiting-for-approval unknown"]);
  const [one, ...more] = approvalsOf(await site.run("approvals"));
  t.same([one?.id, more], [id, []], "it is asked for once");
  const plan = z.object({ plans: z.array(z.object({ basis: z.string() })) }).parse((await site.run("plan")).document)
    .plans[0];
  t.equal(one?.basis, plan?.basis);
  t.same(
    one?.steps.map(({ kind }) => kind),
    ["create-key", "deliver", "reset"],
  );
  t.same([site.box.box.commands, await site.keys()], [[], []], "nothing was done");
});

t.test("approve does it, and a second time it is refused", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 1 });
  const done = await site.run("approve", id, "--yes");
  t.same([done.code, ...done.results.map(brief)], [0, "changed yes"]);
  t.match(approvalsOf(done), [{ id, state: "approved" }]);
  t.same([licensesOn(site.box), await site.keys()], [["Registrations=10"], ["PBX-Registrations=10"]]);
  const again = await site.run("approve", id, "--yes");
  t.same([again.code, codeOf(again)], [1, "approval-used"]);
  t.same(approvalsOf(await site.run("approvals")), []);
  t.same(await site.keys(), ["PBX-Registrations=10"]);
});

t.test("without --yes a person is asked, and no is no", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 2 });
  const declined = await site.run("approve", id);
  t.same([declined.code, codeOf(declined)], [1, "declined"]);
  t.same([site.box.box.commands, await site.keys()], [[], []]);
  t.equal(approvalsOf(await site.run("approvals"))[0]?.id, id, "and it still waits");
});

t.test("an approval after the box changed is stale, and a new one is asked for", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 3 });
  await site.want({ "PBX-Registrations": 12 });
  const stale = await site.run("approve", id, "--yes");
  t.same([stale.code, ...stale.results.map(brief)], [1, "failed unknown stale-plan"]);
  const again = await site.run("approve", id, "--yes");
  t.same([again.code, codeOf(again)], [1, "stale-plan"]);
  await site.run("agent", "--once");
  const [fresh] = approvalsOf(await site.run("approvals"));
  t.not(fresh?.id, id);
  t.match(fresh?.steps[0], { kind: "create-key", count: 12 });
  t.same(await site.keys(), []);
});

t.test("an expired approval is refused, and asked for anew", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 4, config: { policy: { ...policy, approvalsExpire: "1m" } } });
  const { DatabaseSync } = await import("node:sqlite");
  using journal = new DatabaseSync(`${site.folder}/state/journal.db`);
  journal.exec("UPDATE approval SET expires_at = '2020-01-01T00:00:00.000Z'");
  t.same(approvalsOf(await site.run("approvals")), []);
  const expired = await site.run("approve", id, "--yes");
  t.same([expired.code, codeOf(expired)], [1, "approval-expired"]);
  await site.run("agent", "--once");
  const [fresh] = approvalsOf(await site.run("approvals"));
  t.ok(fresh && fresh.id !== id);
  t.equal(codeOf(await site.run("approve", id, "--yes")), "approval-expired");
});

t.test("what was declined is not asked for again, until the plan is another", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 5 });
  t.equal((await site.run("decline", id)).code, 5, "a reason is wanted");
  t.match(approvalsOf(await site.run("decline", id, "--why", "wrong customer")), [{ id, state: "declined" }]);
  t.equal(codeOf(await site.run("approve", id, "--yes")), "approval-declined");
  t.equal(codeOf(await site.run("decline", id, "--why", "twice")), "approval-declined");
  const [result] = (await site.run("agent", "--once")).results;
  t.match(result?.waitingFor, /declined it on .*wrong customer/);
  t.same(approvalsOf(await site.run("approvals")), []);
  await site.want({ "PBX-Registrations": 11 });
  await site.run("agent", "--once");
  t.equal(approvalsOf(await site.run("approvals")).length, 1);
});

t.test("outside the window a yes waits for it, and the service then does it", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 6, config: { policy: { ...policy, window: shut() } } });
  const approved = await site.run("approve", id, "--yes");
  t.same([approved.code, ...approved.results.map(brief)], [0, "waiting-for-reset unknown"]);
  t.equal(approved.results[0]?.waitingFor, "the window");
  t.same(site.box.box.commands, []);
  const still = await site.run("agent", "--once");
  t.same([still.code, ...still.results.map(brief)], [0, "waiting-for-reset unknown"]);
  await site.configure({ policy });
  t.same((await site.run("agent", "--once")).results.map(brief), ["changed yes"]);
  t.same(await site.keys(), ["PBX-Registrations=10"]);
  t.equal(codeOf(await site.run("approve", id, "--yes")), "approval-used");
});

t.test("approve and decline work while the service runs", { buffered: true }, async (t) => {
  const site = await startSite(t, {
    network,
    block: 7,
    boxes: 2,
    licenses,
    config: { policy, schedule: { reconcile: "0 0 1 1 *", jitter: "0s" } },
  });
  const { child, ended } = site.start(["agent"]);
  let open = approvalsOf(await site.run("approvals"));
  while (open.length < 2) {
    await setTimeout(100);
    open = approvalsOf(await site.run("approvals"));
  }
  const [first, second] = open;
  t.same((await site.run("approve", first?.id ?? "", "--yes")).results.map(brief), ["changed yes"]);
  t.equal((await site.run("decline", second?.id ?? "", "--why", "not now")).code, 0);
  child.kill("SIGTERM");
  t.equal((await ended).code, 0);
});

t.test("what exists is delivered at once, and the approval is for the rest", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 8, licenses, config: { policy } });
  const { serial } = site.box;
  await site.run("pool", "create-key", "--type", "Relay-BRIs", "--count", "1", "--serial", serial, "--yes");
  t.same((await site.run("agent", "--once")).results.map(brief), ["waiting-for-approval yes"]);
  t.same(licensesOn(site.box), ["BRIs=1"]);
  const [one] = approvalsOf(await site.run("approvals"));
  site.letTimePass();
  const done = await site.run("approve", one?.id ?? "", "--yes");
  t.same([done.code, ...done.results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=1", "Registrations=10"]);
});

t.test("an unknown approval is an error that says where to look", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 9, licenses: {} });
  const unknown = await site.run("approve", "nosuch", "--yes");
  t.same([unknown.code, codeOf(unknown)], [1, "unknown-approval"]);
  t.match(unknown.stderr, /varsync approvals/);
});

t.test("apply settles what waits for approval", { buffered: true }, async (t) => {
  const { site, id } = await asked(t, { block: 10 });
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
  t.same(approvalsOf(await site.run("approvals")), []);
  t.equal(codeOf(await site.run("approve", id, "--yes")), "stale-plan");
});
