import { connect } from "node:net";
import { join } from "node:path";
import t from "tap";
import { openPool } from "../../../src/pool/open-pool.ts";
import { addReseller, credit, thisBox } from "../example-pool.ts";
import { ask, sessionOf } from "./running-server.ts";
import { startServerProcess } from "./server-process.ts";

t.test(
  "a server killed after the commit and before its answer was read gives the same key when asked again",
  async (t) => {
    const folder = t.testdir({ "varsync.yaml": "pool: {database: pool.db}\npoolServer: {listen: '127.61.55.1:0'}\n" });
    await using pool = await openPool(join(folder, "pool.db"));
    const reseller = await addReseller(pool, "anna@example.com");
    await credit(pool, reseller, { "PBX-Registrations": 100 });
    const token = await sessionOf(pool, reseller);
    const first = await startServerProcess(folder);
    const body = JSON.stringify({ type: "PBX-Registrations", count: 10, serial: thisBox });
    const { hostname, port } = new URL(first.url);
    const socket = connect(Number(port), hostname).pause();
    socket.on("error", () => undefined);
    socket.write(
      `POST /api/v1/license-keys HTTP/1.1\r\nHost: pool\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: once\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const keys = () => pool.db.selectFrom("license_key").selectAll().execute();
    while ((await keys()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    first.kill("SIGKILL");
    socket.destroy();
    await first.ended;
    const second = await startServerProcess(folder);
    const headers = { "idempotency-key": "once", "content-type": "application/json" };
    const again = await ask(`${second.url}/api/v1/license-keys`, { method: "POST", token, headers, body });
    t.equal(again.status, 201);
    const made = await keys();
    t.equal(made.length, 1);
    t.match(again.json, { licenseKeys: [{ key: made[0]?.code }] });
    second.kill("SIGTERM");
    t.equal((await second.ended).code, 0);
  },
);
