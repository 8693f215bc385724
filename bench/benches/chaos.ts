import { needsPostgres, startPostgres } from "../../test/pool/real-postgres.ts";
import { playChaos } from "../../test/pool/server/play-chaos.ts";
import { atLeast, exactly, type Measurement, skipped } from "../measurement.ts";

const chaos = { host: "127.93.0.1", creators: 64, seconds: 60, killEveryMs: 5000 };

/** Two server processes on one PostgreSQL for a minute, one of them killed and started again every five seconds. */
export async function* benchChaos(): AsyncGenerator<Measurement> {
  const what = `${chaos.creators} creators at two servers, one killed every ${chaos.killEveryMs / 1000} s`;
  const { skip } = needsPostgres();
  if (skip !== false) return yield skipped(what, skip);
  await using server = await startPostgres(["fsync=on"]);
  const { acknowledged, short, kills, faults } = await playChaos({ ...chaos, database: await server.newDatabase() });
  for (const fault of faults.slice(0, 20)) process.stderr.write(`chaos: ${fault}\n`);
  yield exactly(`${what}: faults`, { value: faults.length, unit: "faults" }, 0);
  yield atLeast("keys acknowledged meanwhile", { value: acknowledged, unit: "keys" }, chaos.creators);
  yield atLeast("times that the balance was raced for and empty", { value: short, unit: "times" }, chaos.creators);
  yield atLeast("kills", { value: kills, unit: "kills" }, chaos.seconds / 10);
}
