import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { round } from "../../src/agent/daemon/round.ts";
import { wakeAgent } from "../../src/agent/daemon/wake-agent.ts";
import { resolveAccount } from "../../src/pool/access/account.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import { openExample } from "../agent/daemon/open-example.ts";
import { agentToken, runningServer } from "../pool/server/running-server.ts";
import { brief, type Ran, startVarsync } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, restOf, startSite } from "./site-fixture.ts";

const network = "127.85.3";
const licenses = { "PBX-Registrations": 10, "Relay-BRIs": 2 };
const policy = { create: { perBox: 50, perDay: 200 }, claim: "always", reset: "when-idle" };
t.jobs = 2;

/** A second configuration of the same site, with a state folder of its own. */
async function secondAgent(t: Test, site: ExampleSite): Promise<(...words: string[]) => Promise<Ran>> {
  const text = await readFile(site.configFile, "utf8");
  const file = join(site.folder, "second.yaml");
  await writeFile(file, text.replace("stateDir: ./state", "stateDir: ./second"));
  return (...words) => {
    const started = startVarsync([...words, "--json", "--config", file], site.folder);
    t.teardown(() => started.child.kill("SIGKILL"));
    return started.ended;
  };
}

async function serve(t: Test, site: ExampleSite, address: string): Promise<void> {
  const pool = await openPool(join(site.folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const server = await runningServer(t, pool, address);
  const account = await resolveAccount(pool, undefined);
  const token = await agentToken(pool, account, ["read", "claim", "create"], {
    site: "test",
    per_box: 50,
    per_day: 200,
  });
  await writeFile(join(site.folder, "agent.token"), `${token}\n`, { mode: 0o600 });
  await site.configure({ pool: { url: server.url, tokenFile: "./agent.token" } });
}

t.test("two agents that go for one box at the same moment send each line once, and reset it once", async (t) => {
  const site = await startSite(t, { network, block: 2, licenses, config: { policy } });
  const one = await openExample(t, site);
  await site.configure({ stateDir: "./second" });
  const other = await openExample(t, site);
  for (const agent of [one, other]) await wakeAgent(agent);
  const { signal } = new AbortController();
  await Promise.all([round(one, {}, signal), round(other, {}, signal)]);
  const { commands, restarts } = site.box.box;
  t.equal(commands.filter((command) => command.startsWith("vars create LICENSE/")).length, 2);
  t.equal(restarts, 1);
  t.same(licensesOn(site.box), ["BRIs=2", "Registrations=10"]);
  t.same(await site.keys(), ["PBX-Registrations=10", "Relay-BRIs=2"]);
  for (const agent of [one, other]) t.match(await round(agent, {}, signal), [{ outcome: "in-step" }]);
});

for (const [block, where] of ["one pool server", "one embedded pool"].entries()) {
  t.test(`two agents at one site and ${where} do nothing twice that can be known`, { buffered: true }, async (t) => {
    const site = await startSite(t, { network, block, boxes: 4, licenses, config: { policy } });
    if (where === "one pool server") await serve(t, site, `${network}.250`);
    const rest = site.boxes.map(restOf);
    const second = await secondAgent(t, site);
    const rounds = async () => Promise.all([site.run("agent", "--once"), second("agent", "--once")]);
    // What the other one changed meanwhile is planned anew.
    for (const { results } of await rounds()) {
      for (const { error } of results) t.match(error?.code ?? "stale-plan", "stale-plan", error?.message ?? "");
    }
    for (const { code, results } of await rounds()) t.equal(code, 0, results.map(brief).join(", "));
    for (const [index, box] of site.boxes.entries()) {
      t.same(licensesOn(box), ["BRIs=2", "Registrations=10"], "no line is there twice, none is lost");
      t.same(await site.keys(box), ["PBX-Registrations=10", "Relay-BRIs=2"], "no key is created twice");
      t.same(restOf(box), rest[index], "everything else is as it was");
      const lines = box.box.commands.filter((command) => command.startsWith("vars create LICENSE/"));
      t.same([lines.length, box.box.restarts], [2, 1], "each line is sent once, and each box reset once");
    }
    t.match(await site.balance(), { "PBX-Registrations": "100/40/60", "Relay-BRIs": "20/8/12" });
    const states = (await site.run("status")).document;
    t.match(states, { agent: { others: [/./] } }, "each is told of the other");
  });
}
