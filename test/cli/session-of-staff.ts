import { randomUUID } from "node:crypto";
import type { Account } from "../../src/pool/access/account.ts";
import { addAuditor } from "../../src/pool/access/add-auditor.ts";
import { agreement } from "../../src/pool/access/agreement.ts";
import { anyoneCaller } from "../../src/pool/access/anyone-caller.ts";
import { invite } from "../../src/pool/access/invite.ts";
import { join } from "../../src/pool/access/join.ts";
import { logIn } from "../../src/pool/access/log-in.ts";
import type { Pool } from "../../src/pool/open-pool.ts";
import { actFor } from "../pool/act-for.ts";

const password = "correct horse";

/** The session of somebody new who works for the account, or reads it, as the ledger knows. */
export async function sessionOfStaff(pool: Pool, account: Account, role: "member" | "auditor"): Promise<string> {
  const email = `${role}-${randomUUID()}@example.com`;
  if (role === "auditor") await addAuditor(pool, { email, name: role, password }, account.email);
  else {
    const { code } = await invite(pool, actFor(account), { email, role });
    await join(pool, anyoneCaller("127.0.0.1"), { code, name: role, password, agreement: agreement.version });
  }
  return (await logIn(pool, { email, password }, "127.0.0.1")).token;
}
