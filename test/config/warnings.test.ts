import t from "tap";
import { configOf, mistakesOf } from "./config-file.ts";

t.test("when the pool warns is one threshold for all types, or by type, and a time", async (t) => {
  const pool = async (text: string) => (await configOf(t, `pool: {database: pool.db, ${text}}`)).pool;
  t.match(await pool("lowBalance: 20, unseenAfter: 14d"), {
    warnings: { lowBalance: { default: 20 }, unseenAfterMs: 14 * 86_400_000 },
  });
  t.match(await pool('lowBalance: "5%"'), { warnings: { lowBalance: { default: "5%" } } });
  t.match(await pool("lowBalance: {default: 10%, PBX-Operators: 3}"), {
    warnings: { lowBalance: { default: "10%", "PBX-Operators": 3 } },
  });
});

t.test("a threshold that is none, an unknown type, and one of a pool that is elsewhere are mistakes", async (t) => {
  for (const wrong of ["-1", "1.5", "many", "200%", "{Nothing: 3}", "{default: x}"]) {
    t.not((await mistakesOf(t, `pool: {database: pool.db, lowBalance: ${wrong}}`)).length, 0, wrong);
  }
  const mistakes = await mistakesOf(t, "pool: {url: 'https://pool.example.org', tokenFile: token, lowBalance: 3}");
  t.match(mistakes, [/^1 pool: lowBalance and unseenAfter stand in the configuration of the pool server/]);
});

t.test("a webhook can be for what the service tells, what the pool server tells, or both", async (t) => {
  const of = async (events: string) =>
    (await configOf(t, `webhooks: [{url: "https://hook.example/", secretFile: s, ${events}}]`)).webhooks[0]?.events;
  t.same(await of("events: [low-balance, approval]"), ["low-balance", "approval"]);
  t.equal((await of(""))?.length, 13);
  t.not((await mistakesOf(t, "mail: {command: [mail], events: [low-balance]}")).length, 0);
});
