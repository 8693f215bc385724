// Creates license keys of one license each for one box until there is an error or `most` is reached, and says so line
// by line: `ready`, `<request id> <key>`, `error <code>`. It starts when it reads a line.
import { once } from "node:events";
import { resolveAccount } from "../../../src/pool/access/account.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { thisBox } from "../example-pool.ts";

const [, , database = "", type = "", prefix = "", most = "1"] = process.argv;
await using pool = await openPool(database);
const account = await resolveAccount(pool, undefined);
process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
try {
  for (let index = 0; index < Number(most); index += 1) {
    const requestId = `${prefix}-${index}`;
    const request = { type, amount: { count: 1 }, serial: thisBox, requestId };
    const [key] = await createLicenseKey(pool, actFor(account), request);
    process.stdout.write(`${requestId} ${key?.key}\n`);
  }
} catch (error) {
  const code = error instanceof Error && "code" in error ? error.code : error;
  process.stdout.write(`error ${code}\n`);
}
