import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { RunningBox, SimulatorPorts } from "../../simulator/start-box.ts";

export const demoNetwork = "127.77.0.0/24";

/** What boxes of each model are to have, as totals. */
const targets: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  IP400: { "PBX-Registrations": 37, "PBX-Operators": 1 },
  IP3000: { "PBX-Registrations": 100, "PBX-SoftwarePhones": 10, "Relay-Registrations": 50 },
  IP202: { "PBX-Registrations": 10, "DECT-Users": 8 },
};

/**
 * Writes the configuration of a site on the simulated LAN, as an operator would: boxes by serial number, to be found by
 * the agent; some by SSH; the keys of one in a license file.
 */
export async function writeDemoConfig(
  folder: string,
  boxes: readonly RunningBox[],
  ports: SimulatorPorts,
): Promise<string> {
  const products = [...new Set(boxes.map(({ box }) => box.options.product))];
  await mkdir(join(folder, "licenses"));
  for (const product of products) {
    await writeFile(join(folder, `${product}.password`), `${product.toLowerCase()}\n`, { mode: 0o600 });
  }
  const [first] = boxes;
  if (first)
    await writeFile(join(folder, "licenses", "delivery-note.txt"), `# from the vendor\r\n${fileLine(first)}\r\n`);
  const config = {
    site: "demo",
    networks: [demoNetwork],
    acceptsKeysFrom: "own",
    stateDir: "./state",
    ports,
    credentials: products.map((product) => ({
      match: { profile: product.toLowerCase() },
      user: "admin",
      passwordFile: `${product}.password`,
    })),
    pool: { database: "./state/pool.db", account: "demo@example.org" },
    keys: ["files", "pool"],
    files: { dir: "./licenses" },
    policy: { create: { perBox: 500, perDay: 5000 }, claim: "always", reset: "when-idle", removeRevoked: false },
    schedule: { reconcile: "* * * * *", jitter: "0s" },
    boxes: Object.fromEntries(
      boxes.map(({ serial, box }, index) => [
        serial,
        {
          customer: "Beispiel & Söhne",
          location: "Sindelfingen",
          ...(index % 4 === 3 && { deliver: "ssh" }),
          licenses: targets[box.options.product] ?? {},
        },
      ]),
    ),
  };
  const file = join(folder, "varsync.yaml");
  await writeFile(file, stringify(config));
  return file;
}

function fileLine({ serial }: RunningBox): string {
  return writeLicenseLine({ type: "Relay-BRIs", count: 2, serial, customer: "Beispiel", key: "9e2d-7985-3e84-1005" });
}
