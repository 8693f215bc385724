import t from "tap";
import { activate } from "../../../src/pool/ledger/activate.ts";
import { balanceOf } from "../../../src/pool/ledger/balance.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { addReseller, thisBox } from "../example-pool.ts";
import { needsPostgres, startPostgres } from "../real-postgres.ts";
import { runningServer, sessionOf } from "./running-server.ts";

t.test(
  "the same Idempotency-Key at the same moment at two servers on one PostgreSQL is one key",
  needsPostgres(),
  async (t) => {
    await using postgres = await startPostgres();
    const database = await postgres.newDatabase();
    await using one = await openPool(database);
    await using other = await openPool(database);
    const reseller = await addReseller(one, "anna@example.com");
    const code = await issueActivationKey(one, "operator", new Map([["PBX-Registrations", 100]]));
    await activate(one, actFor(reseller), [code]);
    const token = await sessionOf(one, reseller);
    const servers = [await runningServer(t, one, "127.61.54.1"), await runningServer(t, other, "127.61.54.2")];
    const json = { type: "PBX-Registrations", count: 10, serial: thisBox };
    for (const id of ["first", "second", "third"]) {
      const asked = [...servers, ...servers].map((server) =>
        server.ask("/api/v1/license-keys", { method: "POST", token, json, headers: { "idempotency-key": id } }),
      );
      const answers = await Promise.all(asked);
      t.same(new Set(answers.map(({ status }) => status)), new Set([201]));
      t.equal(new Set(answers.map(({ text }) => text)).size, 1, "the same key four times");
    }
    t.match(await balanceOf(one, reseller), [{ type: "PBX-Registrations", loaded: 100, used: 30, left: 70 }]);
    for (const server of servers) await server.stop();
  },
);
