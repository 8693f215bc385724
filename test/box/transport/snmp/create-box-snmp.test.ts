import t from "tap";
import { createBoxSnmp } from "../../../../src/box/transport/snmp/create-box-snmp.ts";
import { boxValues, oids, startSnmpAgent } from "../../snmp-agent.ts";

const asking = { timeoutMs: 4000, signal: new AbortController().signal };
const all = [oids.sysObjectId, oids.sysDescr, oids.ifPhysAddress, oids.sysUpTime];

t.test("values come as octets, object identifiers and numbers", async (t) => {
  await using agent = await startSnmpAgent(boxValues("V5.01 IP400[05-5100]", "00-90-33-01-02-9f"));
  const snmp = createBoxSnmp({ port: agent.port, community: "public" });
  const values = await snmp.get(agent.address, all, asking);
  t.equal(values.get(oids.sysObjectId), "1.3.6.1.4.1.6666");
  t.equal(String(values.get(oids.sysDescr)), "V5.01 IP400[05-5100]");
  t.equal(values.get(oids.sysUpTime), 4711);
  t.same(values.get(oids.ifPhysAddress), Buffer.from("00903301029f", "hex"));
  t.equal(agent.questions[0]?.community, "public");
});

t.test("one that the box does not have does not lose the others", async (t) => {
  await using agent = await startSnmpAgent({ [oids.sysUpTime]: 5 });
  const snmp = createBoxSnmp({ port: agent.port, community: "secret" });
  t.same([...(await snmp.get(agent.address, all, asking))], [[oids.sysUpTime, 5]]);
  t.equal(agent.questions.length, 4);
});

t.test("TimeTicks of the upper half that come as a negative number are what they mean", async (t) => {
  await using agent = await startSnmpAgent({ [oids.sysUpTime]: -2 });
  const snmp = createBoxSnmp({ port: agent.port, community: "public" });
  t.equal((await snmp.get(agent.address, [oids.sysUpTime], asking)).get(oids.sysUpTime), 2 ** 32 - 2);
});

t.test("a question that gets lost is asked once more", async (t) => {
  await using silent = await startSnmpAgent(() => []);
  const snmp = createBoxSnmp({ port: silent.port, community: "public" });
  await t.rejects(snmp.get(silent.address, all, { ...asking, timeoutMs: 40 }), {
    code: "unreachable",
    message: "127.0.0.1 does not answer to SNMP",
  });
  t.equal(silent.questions.length, 2);
  t.equal(silent.questions[0]?.requestId, silent.questions[1]?.requestId, "so that a late answer counts");
});

t.test("a closed port is unreachable, as is garbage", async (t) => {
  await using garbage = await startSnmpAgent(() => [
    Buffer.from("hello"),
    Buffer.alloc(0),
    Buffer.from("3082ffff", "hex"),
  ]);
  const snmp = createBoxSnmp({ port: garbage.port, community: "public" });
  const brief = { ...asking, timeoutMs: 40 };
  await t.rejects(snmp.get("127.0.0.1", all, brief), { code: "unreachable" });
  await t.rejects(snmp.get("127.0.0.2", all, brief), { code: "unreachable" });
});

t.test("waiting ends with the signal, and its reason is what is thrown", async (t) => {
  await using silent = await startSnmpAgent(() => []);
  const snmp = createBoxSnmp({ port: silent.port, community: "public" });
  const abort = new AbortController();
  const waiting = snmp.get(silent.address, all, { timeoutMs: 60_000, signal: abort.signal });
  const reason = new Error("enough");
  abort.abort(reason);
  await t.rejects(waiting, reason);
  await t.rejects(snmp.get(silent.address, all, { timeoutMs: 60_000, signal: abort.signal }), reason);
});
