import { randomUUID } from "node:crypto";
import t from "tap";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import type { Role } from "../../../src/pool/access/role.ts";
import { operations } from "../../../src/pool/operations/operations.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";
import { agentToken, runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.53.1";

t.test("every route lets in the roles that its operation names, and no other", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, vendor);
  const server = await runningServer(t, pool, host);
  const tokens: Record<Exclude<Role, "operator">, () => Promise<string | undefined>> = {
    issuer: () => sessionOf(pool, issuer),
    owner: () => sessionOf(pool, reseller),
    member: () => sessionOf(pool, reseller, "member"),
    auditor: () => sessionOf(pool, reseller, "auditor"),
    "agent-read": () => agentToken(pool, reseller, ["read"]),
    "agent-claim": () => agentToken(pool, reseller, ["claim"]),
    "agent-create": () => agentToken(pool, reseller, ["create"], { per_box: 1, per_day: 1 }),
    anyone: async () => undefined,
  };
  for (const { name, method, path, may } of operations) {
    for (const [role, tokenOf] of Object.entries(tokens)) {
      const target = `/api/v1${path.replace("{serial}", thisBox).replace("{site}", "here").replace("{id}", randomUUID())}`;
      const body = method === "POST" || method === "PUT" ? { json: { unknown: true } } : {};
      const { status, json } = await server.ask(target, { method, token: await tokenOf(), ...body });
      const allowed = may.some((one) => one === "anyone" || one === role);
      const what = `${name} as ${role}: ${status} ${JSON.stringify(json)?.slice(0, 100)}`;
      // Whoever has no session cannot end one, and is told so by the operation itself.
      const noSession = name === "end-session" && status === 401;
      if (allowed) t.notOk((status === 401 && !noSession) || status === 403 || status >= 500, what);
      else t.equal(status, role === "anyone" ? 401 : 403, what);
    }
  }
});
