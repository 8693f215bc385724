import t, { type Test } from "tap";
import { parseBoxInfo } from "../../src/box/profile/box-info.ts";
import { snmpQuestions } from "../../src/box/profile/snmp-facts.ts";
import { createBoxSnmp } from "../../src/box/transport/snmp/create-box-snmp.ts";
import { type Fault, faults } from "../../src/simulator/faults.ts";
import { makeBox } from "../../src/simulator/make-box.ts";
import type { RunningBox, StartBoxOptions } from "../../src/simulator/start-box.ts";
import { ports, startIp400, withFaults } from "../box/simulated.ts";
import { admin, backAgain, licenseLine } from "./ask-box.ts";

const { signal } = new AbortController();
const ok = "ok\r\n";

type Check = (t: Test, running: RunningBox, ask: ReturnType<typeof admin>) => Promise<void>;

/** What shows on the wire that a fault does what it says; a fault without a check does not compile. */
const checks: Record<Fault, Check> = {
  "does-nothing": async (t, _running, ask) => {
    t.equal(await ask.run(licenseLine(1)), ok);
    t.same(await ask.licenses(), []);
  },
  "answers-question-mark": async (t, _running, ask) => {
    t.equal(await ask.run(licenseLine(1)), "?\r\n");
    t.equal(await ask.run("config write"), ok);
    t.same(await ask.licenses(), []);
  },
  "drops-after-write": async (t, _running, ask) => {
    await t.rejects(ask.run(licenseLine(1)), { code: "unreachable" });
    t.same(await ask.licenses(), [licenseLine(1)]);
    t.equal(await ask.run("config write"), ok);
  },
  "wipes-older-line": async (t, _running, ask) => {
    for (const line of [licenseLine(1), licenseLine(7, "LICENSE/DECT0"), licenseLine(2)]) await ask.run(line);
    t.same(await ask.licenses(), [licenseLine(7, "LICENSE/DECT0"), licenseLine(2)]);
  },
  "refuses-deletion": async (t, _running, ask) => {
    await ask.run(licenseLine(1));
    t.equal(await ask.run("vars del LICENSE/PBX0"), "?\r\n");
    t.same(await ask.licenses(), [licenseLine(1)]);
  },
  "keeps-deleted": async (t, _running, ask) => {
    await ask.run(licenseLine(1));
    t.equal(await ask.run("vars del LICENSE/PBX0"), ok);
    t.same(await ask.licenses(), [licenseLine(1)]);
  },
  "deletes-oldest-only": async (t, _running, ask) => {
    for (const line of [licenseLine(1), licenseLine(2)]) await ask.run(line);
    t.equal(await ask.run("vars del LICENSE/PBX0"), ok);
    t.same(await ask.licenses(), [licenseLine(2)]);
  },
  "deletion-takes-others": async (t, _running, ask) => {
    const others = [licenseLine(7, "LICENSE/DECT0"), licenseLine(8, "LICENSE/DECT0")];
    for (const line of [licenseLine(1), ...others]) await ask.run(line);
    t.equal(await ask.run("vars del LICENSE/PBX0"), ok);
    t.same(await ask.licenses(), others.slice(1));
  },
  "deletion-returns": async (t, running, ask) => {
    for (const command of [licenseLine(1), "config write", "vars del LICENSE/PBX0", "config write"]) {
      t.equal(await ask.run(command), ok);
    }
    t.same(await ask.licenses(), []);
    await ask.run("reset");
    await backAgain(running, 1);
    t.same(await ask.licenses(), [licenseLine(1)]);
  },
  "locks-after-deletion": async (t, _running, ask) => {
    await ask.run(licenseLine(1));
    t.equal(await ask.run("vars del LICENSE/PBX0"), ok);
    t.equal(await ask.run(licenseLine(2)), ok);
    t.same(await ask.licenses(), []);
  },
  slow: async (t, _running, ask) => {
    const began = performance.now();
    await ask.info();
    t.ok(performance.now() - began >= 1490);
  },
  "one-byte-at-a-time": async (t, running, ask) => {
    const began = performance.now();
    t.equal(parseBoxInfo(Buffer.from(await ask.info()))?.serial, running.serial);
    t.ok(performance.now() - began > 500);
  },
  "endless-answer": async (t, _running, ask) => {
    await t.rejects(ask.get("/cfg.txt"), { code: "too-large" });
    t.match(await ask.info(), /<sys /);
  },
  garbage: async (t, _running, ask) => {
    const [one, other] = [await ask.info(), await ask.info()];
    t.equal(parseBoxInfo(Buffer.from(one, "latin1")), undefined);
    t.not(one, other);
  },
  "wrong-serial": async (t, running, ask) => {
    const serial = parseBoxInfo(Buffer.from(await ask.info()))?.serial;
    t.ok(serial);
    t.not(serial, running.serial);
    t.same(await overSnmp(running, snmpQuestions.physicalAddress), bytesOf(running.serial));
  },
  "read-only": async (t, _running, ask) => {
    for (const command of [licenseLine(1), "config write", "reset"]) t.equal(await ask.run(command), "?\r\n", command);
    t.same(await ask.licenses(), []);
    t.match(await ask.get("/cfg.txt"), /^config change CMD0/m);
  },
  "password-refused": async (t, _running, ask) => {
    await t.rejects(ask.get("/cfg.txt"), { code: "auth-failed" });
    t.match(await ask.info(), /<sys /);
  },
  "never-back": async (t, running, ask) => {
    t.equal(await ask.run("reset"), ok);
    await new Promise((resolve) => setTimeout(resolve, 300));
    t.equal(running.box.restarts, 1);
    await t.rejects(ask.info(), { code: "unreachable" });
  },
  "never-idle": async (t, running, ask) => {
    t.equal(await ask.run("ireset"), ok);
    await new Promise((resolve) => setTimeout(resolve, 200));
    t.equal(running.box.restarts, 0);
    await ask.run("reset");
    await backAgain(running, 1);
  },
  "forgets-at-reset": async (t, running, ask) => {
    await ask.run(licenseLine(1));
    await ask.run("config write");
    await ask.run("reset");
    await backAgain(running, 1);
    t.same(await ask.licenses(), []);
  },
  "resets-by-itself": async (t, running, ask) => {
    t.equal(await ask.run(licenseLine(1)), ok);
    await backAgain(running, 1);
    t.same(await ask.licenses(), [], "what was not written is forgotten");
    await ask.run(licenseLine(2));
    await new Promise((resolve) => setTimeout(resolve, 200));
    t.equal(running.box.restarts, 1, "once only");
  },
  "changes-address": async (t, running, ask) => {
    const before = running.address;
    await ask.run("reset");
    await backAgain(running, 1);
    t.equal(running.address, "127.61.14.200");
    t.equal(parseBoxInfo(Buffer.from(await admin(running).info()))?.serial, running.serial);
    const nobody = { ...running, address: before };
    await t.rejects(admin(nobody).info(), { code: "unreachable" });
  },
  "two-boxes-on-one-address": async (t, running, ask) => {
    const serials = new Set<unknown>();
    for (let time = 0; time < 4; time += 1) serials.add(parseBoxInfo(Buffer.from(await ask.info()))?.serial);
    t.equal(serials.size, 2);
    t.ok(serials.has(running.serial));
  },
  "huge-configuration": async (t, _running, ask) => {
    t.ok((await ask.get("/cfg.txt")).length > 3_000_000);
  },
  "latin1-name": async (t, _running, ask) => {
    t.match(await ask.get("/cfg.txt"), `/name ${Buffer.from("Zentrale München", "latin1").toString("latin1")}\r\n`);
  },
  "utf8-name": async (t, _running, ask) => {
    t.match(await ask.get("/cfg.txt"), `/name ${Buffer.from("Zentrale München", "utf8").toString("latin1")}\r\n`);
  },
  "silent-snmp": async (t, running, ask) => {
    await t.rejects(overSnmp(running, snmpQuestions.objectId, 200), { code: "unreachable" });
    t.match(await ask.info(), /<sys /);
  },
  "in-a-call": async (t, running, ask) => {
    t.match(await ask.get("/PRI1/mod_cmd.xml"), /<ch state="Connected"\/><ch state="Idle"\/>/);
    running.box.callsUntil = performance.now() + 500;
    t.equal(await ask.run("ireset"), ok);
    t.equal(running.box.restarts, 0, "it waits until nobody speaks");
    await backAgain(running, 1);
    t.notMatch(await ask.get("/PRI1/mod_cmd.xml"), /Connected/);
  },
  "phones-stay-away": async (t, running, ask) => {
    t.equal(await phonesAround(running, ask), "12 then 0");
  },
  "phones-return-slowly": async (t, running, ask) => {
    t.match(await phonesAround(running, ask), /^12 then [01]$/);
    while ((await registered(ask)) < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  },
  "usage-unreadable": async (t, _running, ask) => {
    for (const page of ["/PRI1/mod_cmd.xml", "/PBX0/ADMIN/mod_cmd_login.xml"]) t.equal(await ask.get(page), "?\r\n");
  },
  "serial-by-snmp-only": async (t, running, ask) => {
    t.equal(parseBoxInfo(Buffer.from(await ask.info()))?.serial, undefined);
    t.same(await overSnmp(running, snmpQuestions.physicalAddress), bytesOf(running.serial));
  },
};

for (const [index, fault] of (Object.keys(faults) as Fault[]).entries()) {
  t.test(`${fault}: ${faults[fault]}`, async (t) => {
    const more: Partial<StartBoxOptions> = {
      secondAddress: "127.61.14.200",
      twin: fault === "two-boxes-on-one-address" ? makeBox(2, 0) : undefined,
    };
    await using running = await startIp400(`127.61.14.${index + 1}`, withFaults(fault), more);
    await checks[fault](t, running, admin(running));
  });
}

t.test("a box without faults does none of this", async (t) => {
  await using running = await startIp400("127.61.14.100");
  const ask = admin(running);
  for (const line of [licenseLine(1), licenseLine(2)]) t.equal(await ask.run(line), ok);
  await ask.run("config write");
  t.notMatch(await ask.inUse(), /<lic /, "not in force yet");
  await ask.run("ireset");
  await backAgain(running, 1);
  t.same(await ask.licenses(), [licenseLine(1), licenseLine(2)]);
  t.match(await ask.inUse(), /<lic name="PBX-Operators" count="1" used="0"\/><lic name="PBX-Operators" count="2"/);
  t.equal(running.address, "127.61.14.100");
  t.equal(running.box.restarts, 1);
});

async function registered(ask: ReturnType<typeof admin>): Promise<number> {
  return Number(/<lic name="PBX-Registrations" count="\d+" used="(\d+)"/.exec(await ask.inUse())?.[1]);
}

/** How many phones are registered before and right after a restart. */
async function phonesAround(running: RunningBox, ask: ReturnType<typeof admin>): Promise<string> {
  const { box } = running;
  await ask.run("vars create LICENSE/PBX0 pau Registrations=40,,,,,aaaa-bbbb-cccc-dddd");
  await ask.run("config write");
  box.inForce = box.licenses();
  const before = await registered(ask);
  await ask.run("reset");
  await backAgain(running, 1);
  return `${before} then ${await registered(ask)}`;
}

async function overSnmp({ address }: RunningBox, oid: string, timeoutMs = 2000): Promise<unknown> {
  const snmp = createBoxSnmp({ port: ports.snmp, community: "public" });
  return (await snmp.get(address, [oid], { timeoutMs, signal })).get(oid);
}

function bytesOf(serial: string): Buffer {
  return Buffer.from(serial.replaceAll("-", ""), "hex");
}
