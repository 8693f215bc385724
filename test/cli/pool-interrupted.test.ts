import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { stringify } from "yaml";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import { runningServer, sessionOf } from "../pool/server/running-server.ts";
import { silentPostgres } from "../pool/silent-postgres.ts";
import { startVarsync } from "./run-varsync.ts";

const host = "127.84.6";

/** A server at which a verification lasts until somebody ends it. */
async function slowServer(t: Test) {
  const folder = t.testdir({});
  const pool = await openPool(join(folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const silent = await silentPostgres(t, `${host}.1`);
  const server = await runningServer(t, { ...pool, database: silent.database }, `${host}.2`);
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const token = await sessionOf(pool, await addAccount(pool, vendor));
  return { folder, silent, server, token };
}

t.test("Ctrl-C ends a verification at a server: exit code 130, and the server stops it too", async (t) => {
  const { folder, silent, server, token } = await slowServer(t);
  await writeFile(join(folder, "token"), `${token}\n`, { mode: 0o600 });
  const config = { networks: ["127.84.0.0/30"], stateDir: "./state", pool: { url: server.url, tokenFile: "./token" } };
  await writeFile(join(folder, "varsync.yaml"), stringify(config));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const connection = silent.next();
    const { child, ended } = startVarsync(["pool", "audit", "--verify", "--json"], folder);
    t.teardown(() => child.kill("SIGKILL"));
    const closed = once(await connection, "close");
    child.kill(signal);
    t.match(await ended, { code: 130, document: { error: { code: "interrupted" } } }, signal);
    await closed;
  }
  t.same(
    server.logs.filter((line) => /"level":50/.test(line)),
    [],
    "which is no error of the server",
  );
});

t.test("a server that stops does not wait for a verification", async (t) => {
  const { silent, server, token } = await slowServer(t);
  const connection = silent.next();
  const answer = server.ask("/api/v1/audit/verification", { token });
  const closed = once(await connection, "close");
  await server.stop();
  t.match(await answer, { status: 503, json: { code: "stopping" } });
  await closed;
});
