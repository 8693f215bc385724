import t from "tap";
import { needsPostgres, startPostgres } from "../real-postgres.ts";
import { playChaos } from "./play-chaos.ts";

t.test(
  "a server that is killed again and again while many create keys loses nothing, and pays nothing twice",
  needsPostgres(),
  async (t) => {
    await using postgres = await startPostgres();
    const database = await postgres.newDatabase();
    const outcome = await playChaos({ database, host: "127.61.59.1", creators: 16, seconds: 6, killEveryMs: 500 });
    t.same(outcome.faults, []);
    t.ok(outcome.kills > 0 && outcome.acknowledged > 0 && outcome.short > 0, JSON.stringify(outcome));
    t.comment(JSON.stringify(outcome));
  },
);
