import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import fc from "fast-check";
import type { Test } from "tap";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";
import { readApiDocument } from "./api-document.ts";
import { agentToken, runningServer, sessionOf } from "./running-server.ts";
import type { Known } from "./schema-values.ts";
import { anyRequest, send } from "./wire-request.ts";

const host = "127.61.56.1";

/** Requests of an operation by each role; few where each would hash a password, or ends at the door. */
const runs = 5;
const few = 2;
const slow: ReadonlySet<string> = new Set(["begin-session", "register-account", "join-account"]);
const outside: ReadonlySet<string> = new Set(["foreign", "anyone"]);
const unlimited = { perToken: 1e9, perAddress: 1e9, refusedPerAddress: 1e9 };

t.test(
  "whatever is sent to whatever route by whomever: never a 5xx, and every answer is one that the document tells of",
  async (t) => {
    const { pool, known, tokens } = await inhabitedPool(t);
    const server = await runningServer(t, pool, host, { limits: unlimited });
    const agent = new Agent({ keepAlive: true });
    t.teardown(() => agent.destroy());
    const operations = await readApiDocument(server);
    t.ok(operations.length > 40);
    for (const operation of operations) {
      for (const [role, tokenOf] of Object.entries(tokens)) {
        await letEverybodyIn(pool);
        const token = await tokenOf();
        const sent = fc.asyncProperty(anyRequest(operation, known), async (wire) => {
          const answer = await send(agent, server.url, operation.method, wire, token);
          const wrong = answer.status >= 500 ? `${answer.status} ${answer.text}` : operation.misfit(answer);
          if (wrong) throw new Error(`${operation.id} as ${role}: ${wrong}`);
        });
        await fc.assert(sent, { numRuns: slow.has(operation.id) || outside.has(role) ? few : runs });
      }
    }
    t.same(
      server.logs.filter((line) => line.includes("by a bug")),
      [],
    );
    t.same(await contradictions(pool), []);
  },
);

/** A pool with something of everything, and who may ask for it. */
async function inhabitedPool(t: Test) {
  const { pool, reseller } = await examplePool(t);
  const berta = await addReseller(pool, "berta@example.com");
  const issuing = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, issuing);
  const spent = await credit(pool, reseller, { "Relay-BRIs": 4, "PBX-Registrations": 5000 });
  const open = await credit(pool, reseller, { "PBX-Operators": 1000 });
  const foreign = await credit(pool, berta, { "PBX-Operators": 5 });
  await predefine(pool, "operator", { serial: otherBox, type: "Relay-PRIs", count: 2 });
  const made = [
    ...(await createLicenseKey(pool, actFor(reseller), { type: "Relay-BRIs", amount: { count: 1 }, serial: thisBox })),
    ...(await createLicenseKey(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count: 1 } })),
    ...(await createLicenseKey(pool, actFor(berta), { type: "PBX-Operators", amount: { count: 1 }, serial: otherBox })),
  ];
  const toBerta = await offerTransfer(pool, actFor(reseller), open, berta.email);
  const fromBerta = await offerTransfer(pool, actFor(berta), foreign, reseller.email);
  await agentToken(pool, reseller, ["read"]);
  const agents = await pool.db.selectFrom("token").select("id").execute();
  const emails = [reseller, berta, issuer].map(({ email }) => email);
  const activationKeys = [spent, open, foreign, "ACT-1-1234-1234-1234-1234"];
  const serials = [thisBox, otherBox, "00:90:33:AA:BB:CC", "009033aabbcc"];
  const known: Known = {
    id: [...made, toBerta, fromBerta, ...agents].map(({ id }) => id).concat(randomUUID()),
    serial: serials,
    newSerial: serials,
    f_mac: serials,
    serials,
    email: emails,
    to: emails,
    auditorOf: emails,
    "varsync-account": emails,
    password: ["correct horse"],
    agreement: ["1", "2"],
    type: ["PBX-Registrations", "Relay-BRIs", "PBX-Operators", "Relay-PRIs", "No-Such"],
    count: [1, 2, 37],
    total: [1, 2, 37],
    activationKey: activationKeys,
    activationKeys,
    keys: made.map(({ key }) => key),
    installed: made.map(({ key }) => key),
    cursor: ["1", "1.00000000-0000-0000-0000-000000000000", "anna@example.com"],
    site: ["sindelfingen", "elsewhere"],
    expires: ["30d", "0d", "2020-01-01", "2027-02-30"],
    since: ["2020-01-01T00:00:00Z"],
    sequence: [0, 1, 5, 1e15],
    hash: ["0".repeat(64)],
    outcome: ["in-step"],
    "idempotency-key": ["one", "two"],
  };
  const tokens: Record<string, () => Promise<string | undefined>> = {
    issuer: () => sessionOf(pool, issuer),
    owner: () => sessionOf(pool, reseller),
    member: () => sessionOf(pool, reseller, "member"),
    auditor: () => sessionOf(pool, reseller, "auditor"),
    "agent of a site": () => agentToken(pool, reseller, ["read", "claim", "create"], { per_box: 50, per_day: 200 }),
    "agent of a box": () =>
      agentToken(pool, reseller, ["read", "claim"], { site: null, serials: JSON.stringify([thisBox]) }),
    foreign: async () => "varsync-session-nonsense",
    anyone: async () => undefined,
  };
  return { pool, known, tokens };
}

/** Requests before may have shut somebody out. */
async function letEverybodyIn({ db }: Pool): Promise<void> {
  await db.updateTable("account").set({ disabled_at: null }).execute();
  await db.updateTable("person").set({ disabled_at: null }).execute();
}
