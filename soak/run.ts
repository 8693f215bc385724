/**
 * Runs varsync for a long time under conditions that it must survive, and says what is wrong. `npm run soak -- kills
 * --seed 7`; the same seed makes the same choices, though not at the same moments of the program.
 */
import { parseArgs } from "node:util";
import { soakBeside } from "./beside.ts";
import { soakFaults } from "./faults.ts";
import { soakKills } from "./kills.ts";

/** Says how far it is. */
export type Tell = (text: string) => void;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now() % 100_000) },
    boxes: { type: "string" },
    kills: { type: "string", default: "40" },
    pool: { type: "string", default: "embedded" },
    minutes: { type: "string", default: "5" },
  },
});
const began = performance.now();
const tell: Tell = (text) => {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`${String(seconds).padStart(5)} s  ${text}\n`);
};
const seed = Number(values.seed);
const number = (text: string | undefined, usual: number) => (text === undefined ? usual : Number(text));
const kinds = ["embedded", "server", "postgres"] as const;
const soaks: Readonly<Record<string, () => Promise<string[]>>> = {
  kills: () =>
    soakKills(
      {
        seed,
        boxes: number(values.boxes, 200),
        kills: Number(values.kills),
        pool: kinds.find((kind) => kind === values.pool) ?? "embedded",
      },
      tell,
    ),
  beside: () => soakBeside({ seed, boxes: number(values.boxes, 40), minutes: Number(values.minutes) }, tell),
  faults: () => soakFaults({ seed, good: number(values.boxes, 100), minutes: Number(values.minutes) }, tell),
};
const [name = ""] = positionals;
const soak = soaks[name];
if (soak === undefined) {
  process.stderr.write(`name one of ${Object.keys(soaks).join(", ")}\n`);
  process.exit(2);
}
tell(`${name}, --seed ${seed}`);
const wrong = await soak();
for (const one of wrong) process.stdout.write(`${one}\n`);
process.stdout.write(wrong.length === 0 ? "nothing is wrong\n" : `${wrong.length} things are wrong, --seed ${seed}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
