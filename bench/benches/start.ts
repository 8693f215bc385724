import { spawnSync } from "node:child_process";
import { copyWithBuild } from "../copy-with-build.ts";
import { atMostTimes, type Measurement } from "../measurement.ts";
import { median, timed } from "../median.ts";

const runs = 31;

/** How long `varsync --version` takes, in a fresh copy that was built. */
export async function* benchStart(): AsyncGenerator<Measurement> {
  await using copy = await copyWithBuild();
  const ours: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await timed(() => spawnSync(copy.varsync, ["--version"], { stdio: "ignore" })));
    node.push(await timed(() => spawnSync(process.execPath, ["-e", "0"], { stdio: "ignore" })));
  }
  const reference = { value: median(node), unit: "ms", of: "node -e 0" };
  yield atMostTimes("varsync --version", { value: median(ours), unit: "ms" }, reference, 2.5);
}
