import { holdBox } from "../../../src/pool/ledger/hold-box.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool, otherBox, thisBox } from "../example-pool.ts";

const minute = 60_000;
const held = { held: true } as const;

t.test("one agent at a time holds a box, until it lets go or its time is over", async (t) => {
  let now = Date.parse("2026-03-01T02:00:00Z");
  const { pool, reseller } = await examplePool(t, () => new Date(now));
  const hold = (agent: string, forMs = 5 * minute, serial = thisBox) =>
    holdBox(pool, actFor(reseller), { serial, agent, forMs });
  t.strictSame(await hold("one"), held);
  t.strictSame(await hold("one"), held, "asked again");
  const until = "2026-03-01T02:05:00.000Z";
  t.strictSame(await hold("other"), { held: false, by: "one", until });
  t.strictSame(await hold("other", 5 * minute, otherBox), held, "another box is free");
  const stranger = actFor(await addReseller(pool, "bert@example.com"));
  t.strictSame(await holdBox(pool, stranger, { serial: thisBox, agent: "theirs", forMs: minute }), held);
  await hold("one", 0);
  t.strictSame(await hold("other"), held);
  now += 5 * minute;
  t.strictSame(await hold("one"), held, "an agent that died holds nothing for ever");
  now -= 24 * 60 * minute;
  t.strictSame(await hold("other"), held, "nor does a clock that was wrong");
});

t.test("of many agents that ask at the same moment one holds the box", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const ask = (_: unknown, index: number) =>
    holdBox(pool, actFor(reseller), { serial: thisBox, agent: `agent ${index}`, forMs: minute });
  const answers = await Promise.all(Array.from({ length: 8 }, ask));
  t.equal(answers.filter((answer) => answer.held).length, 1);
});
