import t from "tap";
import { discover } from "../../src/box/discover/discover.ts";
import { parseNetwork } from "../../src/box/discover/networks.ts";
import { type LanOptions, startLan } from "../../src/simulator/start-lan.ts";
import { freeHttp } from "../box/free-http.ts";
import { addressesIn, ports, profiles } from "../box/simulated.ts";
import { admin, backAgain } from "./ask-box.ts";

const { signal } = new AbortController();

function lanOf(network: string, boxes: number, more: Partial<LanOptions> = {}): LanOptions {
  return { addresses: addressesIn(network, 250), boxes, seed: 11, ports, ssh: false, awayMs: 50, ...more };
}

async function described(options: LanOptions) {
  await using lan = await startLan(options);
  return lan.boxes.map(({ address, box }) => {
    const { random: _, ...rest } = box.options;
    return { address, ...rest, faults: [...rest.faults] };
  });
}

t.test("the same seed gives the same LAN, faults included; another seed another one", async (t) => {
  const faults = new Map([["does-nothing", 3] as const, ["never-back", 2] as const]);
  const one = await described(lanOf("127.61.16", 12, { faults }));
  t.same(await described(lanOf("127.61.16", 12, { faults })), one);
  t.notSame(await described(lanOf("127.61.16", 12, { faults, seed: 12 })), one);
});

t.test("each fault befalls as many boxes as were wanted, and no box has two", async (t) => {
  const faults = new Map([["does-nothing", 3] as const, ["slow", 4] as const]);
  const boxes = await described(lanOf("127.61.17", 10, { faults }));
  const dealt = boxes.map(({ faults }) => faults);
  t.equal(dealt.flat().filter((fault) => fault === "does-nothing").length, 3);
  t.equal(dealt.flat().filter((fault) => fault === "slow").length, 4);
  t.ok(dealt.every((own) => own.length <= 1));
  const more = await described(lanOf("127.61.17", 2, { faults }));
  t.equal(more.flatMap(({ faults }) => faults).length, 2, "and no more than there are boxes");
});

t.test("a box may have particulars", async (t) => {
  const particulars = (index: number) => (index === 1 ? { product: "IP6000" } : {});
  const boxes = await described(lanOf("127.61.17", 3, { particulars }));
  t.same(
    boxes.map(({ product }) => product),
    ["IP400", "IP6000", "IP202"],
  );
});

t.test("a box that changes its address gets a free one, where no box and no stranger is", async (t) => {
  const faults = new Map([["changes-address", 2] as const]);
  await using lan = await startLan(lanOf("127.61.18", 4, { faults, strangers: 2 }));
  const before = lan.boxes.map(({ address }) => address);
  const moving = lan.boxes.filter(({ box }) => box.has("changes-address"));
  for (const running of moving) {
    await admin(running).run("reset");
    await backAgain(running, 1);
  }
  t.same(moving.map(({ address }) => address).sort(), ["127.61.18.7", "127.61.18.8"]);
  t.same(before, addressesIn("127.61.18", 4));
});

t.test("500 boxes live in one process, and all of them are found", async (t) => {
  const addresses = [...addressesIn("127.61.20", 250), ...addressesIn("127.61.21", 250)];
  await using lan = await startLan(lanOf("127.61.20", 500, { addresses }));
  t.equal(lan.boxes.length, 500);
  await using http = freeHttp();
  const networks = [parseNetwork("127.61.20.0/23") ?? { first: 0, last: 0 }];
  const snmp = { port: ports.snmp, community: "public" };
  const options = {
    networks,
    ways: ["http", "snmp"],
    httpPort: ports.http,
    snmp,
    probesPerSecond: 0,
    listed: [],
  } as const;
  const found = await discover({ http, profiles }, options, signal);
  t.same(
    found.map(({ serial }) => serial),
    lan.boxes.map(({ serial }) => serial),
  );
});

t.test("a LAN that has gone leaves its addresses to the next one, also in the middle of a restart", async (t) => {
  const lan = await startLan(lanOf("127.61.19", 3));
  for (const running of lan.boxes) running.restart();
  await lan[Symbol.asyncDispose]();
  await new Promise((resolve) => setTimeout(resolve, 150));
  await using next = await startLan(lanOf("127.61.19", 3));
  t.equal(next.boxes.length, 3);
});

t.test("where an address is taken, nothing of the LAN stays behind", async (t) => {
  await using _taken = await startLan(lanOf("127.61.19", 1, { addresses: ["127.61.19.103"] }));
  const addresses = ["127.61.19.101", "127.61.19.102", "127.61.19.103"];
  await t.rejects(startLan(lanOf("127.61.19", 3, { addresses })), { code: "EADDRINUSE" });
  await using free = await startLan(lanOf("127.61.19", 2, { addresses }));
  t.equal(free.boxes.length, 2);
});
