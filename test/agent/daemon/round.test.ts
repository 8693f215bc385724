import t from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { licensesOn, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.81.63";
const licenses = { "PBX-Registrations": 10 };
const policy = { create: { perBox: 50, perDay: 200 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();

t.test("a round brings every enrolled box in step, within the budget", async (t) => {
  const example = await startSite(t, { network, block: 0, boxes: 4, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(
    briefly(await round(site, {}, signal)),
    Array.from({ length: 4 }, () => "changed yes"),
  );
  t.same(
    briefly(await round(site, {}, signal)),
    Array.from({ length: 4 }, () => "in-step yes"),
  );
  t.match(await example.balance(), { "PBX-Registrations": "100/40/60" });
});

t.test("a box that costs more than its budget of the day waits for a person", async (t) => {
  const config = { policy: { ...policy, create: { perBox: 9, perDay: 200 } } };
  const example = await startSite(t, { network, block: 1, licenses, config });
  const [result] = await round(await openExample(t, example), {}, signal);
  t.match(result, { outcome: "waiting-for-approval", waitingFor: /more than the 9 a box and day/ });
  t.same([example.box.box.commands, await example.keys()], [[], []]);
});

t.test("what was created today counts, also by others", async (t) => {
  const config = { policy: { ...policy, create: { perBox: 15, perDay: 200 } } };
  const example = await startSite(t, { network, block: 2, licenses, config });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  example.letTimePass();
  await example.want({ "PBX-Registrations": 20 });
  t.same(briefly(await round(await openExample(t, example), {}, signal)), ["waiting-for-approval yes"]);
  await example.want({ "PBX-Registrations": 15 });
  t.same(briefly(await round(await openExample(t, example), {}, signal)), ["changed yes"]);
});

t.test("the budget of the day holds over all boxes of a round, which are worked on at the same time", async (t) => {
  const config = { policy: { ...policy, create: { perBox: 50, perDay: 25 } } };
  const example = await startSite(t, { network, block: 3, boxes: 8, licenses, config });
  const results = briefly(await round(await openExample(t, example), {}, signal));
  t.same(results.filter((one) => one === "changed yes").length, 2);
  t.same(results.filter((one) => one === "waiting-for-approval unknown").length, 6);
  t.match(await example.balance(), { "PBX-Registrations": "100/20/80" });
});

t.test("outside the window nothing is created, delivered or reset; inside it is", async (t) => {
  const example = await startSite(t, { network, block: 4, licenses, config: { policy } });
  const site = await openExample(t, example);
  const [outside] = await round({ ...site, inWindow: () => false }, {}, signal);
  t.match(outside, { outcome: "waiting-for-reset", waitingFor: "the window" });
  t.same([example.box.box.commands, await example.keys()], [[], []]);
  t.same(briefly(await round({ ...site, inWindow: () => true }, {}, signal)), ["changed yes"]);
});

t.test("claiming waits for a person where policy says ask", async (t) => {
  const config = { policy: { ...policy, claim: "ask" } };
  const example = await startSite(t, { network, block: 5, config });
  await example.run("pool", "predefine", "--serial", example.box.serial, "--type", "Relay-BRIs", "--count", "2");
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["waiting-for-approval unknown"]);
  const always = { ...site, policy: { ...site.policy, claim: "always" as const } };
  t.same(briefly(await round(always, {}, signal)), ["changed yes"]);
  t.same(licensesOn(example.box), ["BRIs=2"]);
});

t.test("boxes restart one after the other", async (t) => {
  const example = await startSite(t, { network, block: 6, boxes: 4, licenses, awayMs: 700, config: { policy } });
  t.same(
    briefly(await round(await openExample(t, example), {}, signal)),
    Array.from({ length: 4 }, () => "changed yes"),
  );
  const back = example.boxes.map(({ box }) => box.upSince).sort((one, other) => one - other);
  const pauses = back.slice(1).map((time, index) => time - (back[index] ?? 0));
  t.ok(
    Math.min(...pauses) >= 700,
    `away for 0.7 s each, and back after another ${pauses.map(Math.round).join(", ")} ms`,
  );
});

t.test("what exists is delivered while creating waits for a person", async (t) => {
  const example = await startSite(t, { network, block: 7, licenses, config: { policy: { ...policy, create: "ask" } } });
  const { serial } = example.box;
  await example.run("pool", "create-key", "--type", "Relay-BRIs", "--count", "1", "--serial", serial, "--yes");
  t.same(briefly(await round(await openExample(t, example), {}, signal)), ["waiting-for-approval yes"]);
  t.same(licensesOn(example.box), ["BRIs=1"]);
  t.same(await example.keys(), ["Relay-BRIs=1"], "nothing was created");
});
