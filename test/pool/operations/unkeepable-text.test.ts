import t from "tap";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { listAccounts } from "../../../src/pool/operations/list-accounts.ts";
import { unkeepableText } from "../../../src/pool/operations/unkeepable-text.ts";
import { bothDatabases } from "../both-databases.ts";
import { examplePool } from "../example-pool.ts";

t.test("a zero byte or half a character is found wherever it stands, and other texts are kept", (t) => {
  t.equal(
    unkeepableText({ boxes: [{ outcome: "in-step" }, { error: { message: "a\u0000b" } }] }),
    "boxes.1.error.message",
  );
  t.equal(unkeepableText({ licenses: { "PBX\ud800": 1 } }), "licenses.a name");
  t.equal(unkeepableText(["\udc00"]), "0");
  t.equal(unkeepableText({ customer: "Müller 🧨 \u0001", count: 1, serial: undefined, nothing: null }), undefined);
  t.end();
});

bothDatabases.test("no database is ever asked for a text that it cannot keep", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const caller = { name: "anna", roles: new Set(["owner"] as const), account: reseller };
  const asked = perform(pool, caller, listAccounts, { cursor: "\u0000" });
  await t.rejects(asked, { code: "bad-request", message: /^cursor: / });
});
