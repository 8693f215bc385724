/** A simulated LAN in a process of its own, which tells how its boxes really are. */
import { readable } from "../../src/license/byte-text.ts";
import type { RunningBox } from "../../src/simulator/start-box.ts";
import { startLan } from "../../src/simulator/start-lan.ts";
import type { BoxTruth, LanOrder, LanRequest } from "./lan-order.ts";

const { boxes, ...order } = JSON.parse(process.argv[2] ?? "") as LanOrder;
const particulars = (index: number) => {
  const { faults = [], product = "IP400" } = boxes[index] ?? {};
  return { product, faults: new Set(faults) };
};
const lan = await startLan({ ...order, boxes: boxes.length, ssh: false, particulars });
const restarts = new Map(lan.boxes.map(({ serial, box }) => [serial, noteRestarts(box)]));
const dayMs = 24 * 3_600_000;
// A box that was only just switched on shows no fall of its uptime after a reset.
for (const { box } of lan.boxes) box.upSince -= dayMs;
process.on("message", ({ restart }: LanRequest) => {
  for (const one of lan.boxes) if (restart.includes(one.serial)) one.restart();
  process.send?.(lan.boxes.map(truthOf));
});
process.on("disconnect", () => process.exit());
process.send?.(lan.boxes.map(truthOf));

function noteRestarts(box: RunningBox["box"]): number[] {
  const times: number[] = [];
  const restart = box.restart.bind(box);
  box.restart = () => {
    times.push(performance.now());
    restart();
  };
  return times;
}

function truthOf({ serial, address, box, sessions }: RunningBox): BoxTruth {
  const values = (variables: typeof box.inForce) => variables.map(({ value }) => readable(value)).sort();
  const lines = values(box.licenses());
  return {
    serial,
    address,
    faults: [...box.options.faults],
    lines,
    inForce: JSON.stringify(lines) === JSON.stringify(values(box.inForce)),
    restarts: restarts.get(serial) ?? [],
    mostSessions: sessions.most,
    logins: box.logins,
    commands: box.commands.length,
  };
}
