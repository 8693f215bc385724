import { createSocket } from "node:dgram";
import { once } from "node:events";
import t from "tap";
import { hostsOf, parseNetwork } from "../../../../src/box/discover/networks.ts";
import { createPace } from "../../../../src/box/transport/pace.ts";
import { type SnmpSweep, sweepSnmp } from "../../../../src/box/transport/snmp/sweep-snmp.ts";
import { FakeClock } from "../../fake-clock.ts";
import { addressesIn, ports } from "../../simulated.ts";
import { type AgentValues, answerOf, boxValues, oids, type Question, startSnmpAgent } from "../../snmp-agent.ts";

const { signal } = new AbortController();
const port = ports.snmp;
const values = boxValues("V5.01 IP400[05-5100]", "00-90-33-01-02-9f");

function sweepOf(targets: SnmpSweep["targets"], more: Partial<SnmpSweep> = {}): SnmpSweep {
  const asked = [oids.sysObjectId, oids.ifPhysAddress, oids.sysDescr];
  const pace = createPace(undefined);
  return { targets, port, community: "public", oids: asked, pace, timeoutMs: 300, retries: 1, ...more };
}

async function found(sweep: SnmpSweep): Promise<string[]> {
  const all = await Array.fromAsync(sweepSnmp(sweep, signal));
  return all.map(({ address }) => address).sort();
}

t.test("everybody who answers is told once, also who answers twice", async (t) => {
  const addresses = addressesIn("127.61.5", 20);
  await using agents = new AsyncDisposableStack();
  for (const address of addresses) {
    const twice = (question: Parameters<typeof answerOf>[0]) => [
      answerOf(question, values),
      answerOf(question, values),
    ];
    agents.use(await startSnmpAgent(twice, address, port));
  }
  t.same(await found(sweepOf(new Set([...addresses, "127.61.5.99"]))), addresses.toSorted());
});

t.test("an answer to the first question that comes after the second still counts, once", async (t) => {
  const asked: Question[] = [];
  const lateAnswer = (question: Question) => {
    asked.push(question);
    return asked.length < 2 ? [] : asked.map((one) => answerOf(one, values));
  };
  await using late = await startSnmpAgent(lateAnswer, "127.61.5.101", port);
  t.same(await found(sweepOf(new Set([late.address]))), [late.address]);
  t.equal(late.questions.length, 2);
});

t.test("an answer with another number is left out", async (t) => {
  const wrong = (question: Question) => [answerOf({ ...question, requestId: question.requestId - 1 }, values)];
  await using agent = await startSnmpAgent(wrong, "127.61.5.102", port);
  t.same(await found(sweepOf(new Set([agent.address]))), []);
});

t.test("an answer of somebody who was not asked is left out, whatever number it guessed", async (t) => {
  await using forger = createSocket("udp4").bind(port, "127.61.5.104");
  await once(forger, "listening");
  const helpForger = (question: Question) => {
    // Numbers follow the addresses, and the forger's is the next one.
    const forged = answerOf({ ...question, requestId: question.requestId + 1 }, values);
    forger.send(forged, question.from.port, question.from.address);
    return [];
  };
  await using helper = await startSnmpAgent(helpForger, "127.61.5.103", port);
  t.same(await found(sweepOf(new Set([helper.address]))), []);
  t.equal(helper.questions.length, 2);
});

t.test("an object that a box does not have does not lose the others", async (t) => {
  const few: AgentValues = { [oids.sysObjectId]: { oid: "1.3.6.1.4.1.6666" } };
  await using agent = await startSnmpAgent(few, "127.61.5.105", port);
  const [one] = await Array.fromAsync(sweepSnmp(sweepOf(new Set([agent.address])), signal));
  t.same([...(one?.values ?? [])], [[oids.sysObjectId, "1.3.6.1.4.1.6666"]]);
});

t.test("a silent address is asked twice, one that answered is not asked again", async (t) => {
  await using silent = await startSnmpAgent(() => [], "127.61.5.106", port);
  await using speaking = await startSnmpAgent(values, "127.61.5.107", port);
  t.same(await found(sweepOf(new Set([silent.address, speaking.address]))), [speaking.address]);
  t.equal(silent.questions.length, 2);
  t.equal(speaking.questions.length, 1);
});

t.test("no more leave in a second than the pace allows, repetitions included", async (t) => {
  const network = parseNetwork("127.61.4.0/24");
  const clock = new FakeClock();
  const sent: number[] = [];
  const inner = createPace(100, clock);
  const pace = {
    async take(signal: AbortSignal) {
      await inner.take(signal);
      sent.push(clock.now());
    },
  };
  const targets = hostsOf(network ? [network] : []);
  const sweep = sweepOf(targets, { pace, clock, timeoutMs: 1000 });
  t.same(await clock.runUntilDone(found(sweep)), []);
  t.equal(sent.length, 254 * 2);
  for (const at of sent)
    t.ok(sent.filter((other) => other >= at && other < at + 1000).length <= 104 || t.fail(`${at}`));
});

t.test("where nothing can be sent at all, the sweep says so", async (t) => {
  await t.rejects(found(sweepOf(new Set(["255.255.255.255"]))), { code: "unreachable" });
});

t.test("an abort ends the sweep with its own reason, leaving it early ends it too", async (t) => {
  const abort = new AbortController();
  const sweep = sweepOf(new Set(["127.61.5.99"]), { timeoutMs: 60_000 });
  const sweeping = Array.fromAsync(sweepSnmp(sweep, abort.signal));
  setImmediate(() => abort.abort(new Error("enough")));
  await t.rejects(sweeping, { message: "enough" });
  await using agent = await startSnmpAgent(values, "127.61.5.108", port);
  for await (const { address } of sweepSnmp(
    sweepOf(new Set([agent.address, "127.61.5.99"]), { timeoutMs: 60_000 }),
    signal,
  )) {
    t.equal(address, agent.address);
    break;
  }
});
