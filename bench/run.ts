/**
 * Measures varsync side by side with what it is compared with, and shows one table. `npm run bench -- sweep rounds` runs
 * only these. Except where a bench says otherwise, the sources run as they are in this process: stripping their types
 * costs only while they are loaded, which is not measured.
 */
import { createOutput } from "../src/cli/output.ts";
import { benchChaos } from "./benches/chaos.ts";
import { benchLicenseKeys } from "./benches/license-keys.ts";
import { benchMemory } from "./benches/memory.ts";
import { benchPasses } from "./benches/passes.ts";
import { benchPoolApi } from "./benches/pool-api.ts";
import { benchPostgres } from "./benches/postgres.ts";
import { benchProvisioning } from "./benches/provisioning.ts";
import { benchRounds } from "./benches/rounds.ts";
import { benchService } from "./benches/service.ts";
import { benchStart } from "./benches/start.ts";
import { benchSweep } from "./benches/sweep.ts";
import type { Measurement } from "./measurement.ts";

const benches: Readonly<Record<string, () => AsyncGenerator<Measurement>>> = {
  sweep: benchSweep,
  provisioning: benchProvisioning,
  rounds: benchRounds,
  memory: benchMemory,
  passes: benchPasses,
  service: benchService,
  start: benchStart,
  "license-keys": benchLicenseKeys,
  postgres: benchPostgres,
  "pool-api": benchPoolApi,
  chaos: benchChaos,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
const measurements: Measurement[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  for await (const measurement of bench()) measurements.push(measurement);
}
const columns = ["What", "Measured", "Compared with", "Ratio", "Limit", "Verdict"].map((heading) => ({ heading }));
await createOutput(process.stdout).table(
  columns,
  measurements.map(({ what, measured, comparedWith, ratio, limit, verdict }) => [
    what,
    measured,
    comparedWith,
    ratio,
    limit,
    verdict,
  ]),
);
process.exitCode = measurements.some(({ verdict }) => verdict === "over") ? 1 : 0;
