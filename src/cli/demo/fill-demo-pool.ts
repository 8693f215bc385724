import { randomUUID } from "node:crypto";
import { addAccount } from "../../pool/access/add-account.ts";
import { activate } from "../../pool/ledger/activate.ts";
import { issueActivationKey } from "../../pool/ledger/issue-activation-key.ts";
import { predefine } from "../../pool/ledger/predefine.ts";
import { openPool } from "../../pool/open-pool.ts";
import type { RunningBox } from "../../simulator/start-box.ts";

/** What the reseller of the demo has bought. */
const bought: readonly Readonly<Record<string, number>>[] = [
  { "PBX-Registrations": 1000, "PBX-SoftwarePhones": 100, "PBX-Operators": 10 },
  { "Relay-Registrations": 250, "DECT-Users": 50 },
];

/** Makes the pool of the demo: an account with a balance, and predefined licenses for some of the boxes. */
export async function fillDemoPool(database: string, boxes: readonly RunningBox[]): Promise<void> {
  await using pool = await openPool(database);
  const password = randomUUID();
  const account = await addAccount(pool, { email: "demo@example.org", name: "Demo", role: "reseller", password });
  for (const licenses of bought) {
    await activate(pool, { name: "operator", account }, [
      await issueActivationKey(pool, "operator", new Map(Object.entries(licenses))),
    ]);
  }
  for (const { serial, box } of boxes.filter((_, index) => index % 3 === 1)) {
    const type = box.options.product === "IP3000" ? "Relay-PRIs" : "Relay-BRIs";
    await predefine(pool, "operator", { serial, type, count: 2 });
  }
}
