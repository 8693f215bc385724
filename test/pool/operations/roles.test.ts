import { readFile, writeFile } from "node:fs/promises";
import t from "tap";
import { z } from "zod";
import { type Role, roles } from "../../../src/pool/access/role.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { operations } from "../../../src/pool/operations/operations.ts";
import { roleTable } from "../../../src/pool/operations/role-table.ts";
import { examplePool } from "../example-pool.ts";

const document = new URL("../../../docs/roles.md", import.meta.url);

const introduction = `# Who may do what

Made from the code (\`src/pool/operations/\`); \`VARSYNC_WRITE_ROLES=1 node test/pool/operations/roles.test.ts\` writes it anew.

*operator*: whoever can open the database · *issuer*: a person of an issuer's account · *owner*, *member*: a person of a
reseller's account · *auditor*: reads one account · *agent-…*: a token with that scope, for its boxes only. What everybody
may, also without a token, has a yes in every column.

`;

t.test("the table of who may do what is made from the operations themselves", async (t) => {
  const wanted = `${introduction}${roleTable(operations)}\n`;
  if (process.env["VARSYNC_WRITE_ROLES"] === "1") await writeFile(document, wanted);
  t.equal(await readFile(document, "utf8"), wanted);
});

t.test("every operation with every role: exactly the allowed ones pass the door", async (t) => {
  const { pool } = await examplePool(t);
  for (const operation of operations) {
    const passes = { ...operation, input: z.object({}), output: z.string(), run: () => Promise.resolve("passed") };
    for (const role of roles) {
      const caller = { name: role, roles: new Set<Role>([role]) };
      const outcome = await perform(pool, caller, passes, {}).catch((error: { readonly code: string }) => error.code);
      const allowed = operation.may.some((one) => one === role || one === "anyone");
      t.equal(outcome, allowed ? "passed" : "forbidden", `${role}: ${operation.name}`);
    }
  }
});

t.test(
  "an auditor changes nothing but to leave, and an agent's read scope changes nothing but what it reports",
  (t) => {
    const changes = (role: Role) =>
      operations
        // Codes are looked up by POST, since there may be many.
        .filter(({ name, method, may }) => method !== "GET" && name !== "look-up-codes" && may.includes(role))
        .map(({ name }) => name);
    t.same(changes("auditor"), ["leave-account"]);
    t.same(
      changes("agent-read").filter((name) => !name.startsWith("report-")),
      [],
    );
    t.end();
  },
);

t.test("only operator and issuer issue, predefine and revoke; only they see accounts of others", (t) => {
  for (const name of ["issue-activation-key", "predefine-license", "revoke-license-key", "unclaim-predefined"]) {
    t.same(operations.find((operation) => operation.name === name)?.may, ["operator", "issuer"], name);
  }
  t.end();
});

t.test("a token creates, claims, reads only with that scope, and never makes tokens or people", (t) => {
  const may = (role: Role) => operations.filter((operation) => operation.may.includes(role)).map(({ name }) => name);
  t.ok(may("agent-create").includes("create-license-key"));
  t.notOk(may("agent-claim").includes("create-license-key"));
  t.notOk(may("agent-read").includes("claim-predefined"));
  for (const role of ["agent-read", "agent-claim", "agent-create"] as const) {
    t.notMatch(may(role).join(" "), /token|invite|leave|account|password|transfer|issue/);
  }
  t.end();
});
