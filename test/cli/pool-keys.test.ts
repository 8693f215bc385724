import t from "tap";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import { contradictions } from "../pool/check-books.ts";
import { commandPool, everywhere } from "./pool-fixture.ts";

const host = "127.84.5.1";
const box = "00-90-33-01-02-9f";
const otherBox = "00-90-33-01-02-a0";
const idOf = (document: unknown) => (document as { licenseKeys: { id: string }[] }).licenseKeys[0]?.id ?? "";

for (const where of everywhere) {
  t.test(`activation keys: mistyped, used and somebody else's are told as what they are (${where})`, async (t) => {
    const { pool, anna, bert, as, json } = await commandPool(t, where, host);
    const [code, more] = [
      await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 3]])),
      await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 4]])),
    ];
    const add = ["activate", code, "--request-id", "mail of Monday"];
    t.match(await json(bert, ...add), { code: 0, document: { balance: [{ loaded: 3, used: 0, left: 3 }] } });
    t.match(await json(bert, ...add), { code: 0, document: { balance: [{ left: 3 }] } }, "a lost answer comes again");
    t.match(await json(bert, "activate", code), { code: 1, document: { error: { code: "activation-key-used" } } });
    const others = await as(anna, "activate", code);
    t.match(others, { code: 1, stderr: /there is no such activation key, or it is spent/ });
    const mistyped = `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`;
    t.match(await as(anna, "activate", more, mistyped), { code: 1, stderr: /either it is mistyped, or .* vendor's/ });
    t.match(await as(anna, "activate", more), { code: 0, stdout: /PBX-Operators +6 +0 +6/ }, "all or none");
  });

  t.test(`nobody is asked about keys that are there already (${where})`, async (t) => {
    const { anna, json } = await commandPool(t, where, host);
    const create = (...words: string[]) =>
      json(anna, "create-key", "--type", "PBX-Operators", "--serial", box, ...words);
    const id = ["--request-id", "order 1"];
    t.match(await create("--to-total", "2", ...id), { code: 1, document: { error: { code: "declined" } } });
    t.match(await create("--to-total", "2", ...id, "--yes"), { code: 0, document: { licenseKeys: [{ count: 2 }] } });
    t.match(await create("--to-total", "2", ...id), { code: 0, document: { licenseKeys: [{ count: 2 }] } });
    t.match(await create("--to-total", "2"), { code: 0, document: { licenseKeys: [{ count: 2 }] } });
    t.match(await create("--to-total", "3"), { code: 1, document: { error: { code: "declined" } } });
  });

  t.test(`license keys: what cannot be is refused, whatever a customer is called is kept (${where})`, async (t) => {
    const { pool, anna, bert, issuer, as, json } = await commandPool(t, where, host);
    const create = (...words: string[]) => json(anna, "create-key", "--yes", ...words);
    const registrations = ["--type", "PBX-Registrations", "--count"];
    for (const [words, code, error] of [
      [[...registrations, "0"], 5, "bad-type"],
      [[...registrations, "1000001"], 5, "bad-type"],
      [["--type", "PBX-Registrations", "--count=-1"], 5, "usage"],
      [[...registrations, "1.5"], 5, "usage"],
      [[...registrations, "101"], 1, "short-of-licenses"],
      [["--type", "Fax", "--count", "1"], 5, "bad-type"],
      [["--type", "Relay-BRIs", "--count", "1"], 1, "serial-needed"],
      [["--type", "Relay-BRIs", "--count", "1", "--serial", "nonsense"], 5, "bad-serial-number"],
      [[...registrations, "1", "--customer", "M".repeat(10_000)], 1, "bad-line"],
    ] as const) {
      t.match(await create(...words), { code, document: { error: { code: error } } }, words.join(" ").slice(0, 80));
    }
    const customer = 'Müller, "Söhne"\n<script>alert(1)</script> 🎷';
    const made = await create(...registrations, "37", "--customer", customer);
    t.match(made, { code: 0, document: { licenseKeys: [{ count: 37, customer, status: "active" }] } });
    t.match(await json(anna, "keys", "--customer", "SÖHNE"), { document: { licenseKeys: [{ customer }] } });
    t.equal((await as(anna, "keys")).stdout.split("\n").length, 3, "a line end in a name makes up no row");

    const id = idOf(made.document);
    t.match(await json(bert, "assign", id, box), { code: 1, document: { error: { code: "not-found" } } });
    t.match(await json(anna, "assign", id, box), { code: 0, document: { licenseKeys: [{ serial: box, customer }] } });
    t.match(await as(anna, "assign", id, otherBox), { code: 1, stderr: /was made for 00-90-33-01-02-9f/ });
    t.match((await as(anna, "activations")).stdout, /open .*PBX-Registrations=100 +37 +37 00-90-33-01-02-9f/);

    const moved = await as(issuer, "replace", box, otherBox, "--why", "lightning");
    t.match(
      moved.stdout,
      /revoked +PBX-Registrations=37 +00-90-33-01-02-9f.*\nactive +PBX-Registrations=37 +00-90-33-01-02-a0/,
    );
    const now = await json(anna, "keys", "--serial", otherBox);
    const revoked = await json(issuer, "revoke", idOf(now.document), "--why", "wrong data", "--removed");
    t.match(revoked, { code: 0, document: { licenseKeys: [{ status: "revoked", returnedAt: /^2/ }] } });
    t.match(await as(anna, "balance"), { stdout: /PBX-Registrations +100 +0 +100/ }, "it is back in the balance");
    t.match(await as(issuer, "revoke", "nope", "--why", "x"), { code: 1, stderr: /there is no such license key/ });
    t.match(await as(issuer, "revoke", id), {
      code: 5,
      stderr: /--why is missing: varsync pool revoke <key-id> --why …/,
    });
    t.same(await contradictions(pool), []);
  });

  t.test(`a predefined license is claimed by one account, and unclaimed by the issuer (${where})`, async (t) => {
    const { anna, bert, issuer, as, json } = await commandPool(t, where, host);
    t.match(await as(issuer, "predefine", "--serial", box, "--type", "Relay-PRIs", "--count", "1"), { code: 0 });
    t.match(await json(anna, "claim", box, "--yes"), { code: 0, document: { licenseKeys: [{ predefined: true }] } });
    t.match(await json(bert, "claim", box, "--yes"), { code: 1 });
    const undo = await as(issuer, "unclaim", box, "--why", "wrong account");
    t.match(undo, { code: 0, stdout: /revoked +Relay-PRIs=1 \(predefined\)/ });
    t.match(await as(issuer, "unclaim", box, "--why", "again"), { code: 1 });
    t.match(await json(bert, "claim", box, "--yes"), { code: 0 });
    t.match(await as(anna, "sites"), { code: 0, stdout: "No site has reported to this pool yet.\n" });
  });

  t.test(`what is unspent goes to another account once that accepts (${where})`, async (t) => {
    const { pool, anna, bert, as, json } = await commandPool(t, where, host);
    t.match((await as(bert, "keys")).stdout, "The account has no license key yet; varsync pool create-key makes one");
    t.equal((await as(bert, "keys", "--customer", "x")).stdout, "There is no such license key.\n");
    t.match((await as(bert, "activations")).stdout, "The account has no activation key yet;");
    const { code: key } = await pool.db.selectFrom("activation_key").select("code").executeTakeFirstOrThrow();
    t.match(await as(anna, "transfer", "ACT-1-0000-0000-0000-0000", "--to", bert.email), { code: 1 });
    const offered = await json(anna, "transfer", key, "--to", bert.email);
    const { id = "" } = (offered.document as { transfers: { id: string }[] }).transfers[0] ?? {};
    t.match(offered, { code: 0, document: { transfers: [{ from: anna.email, to: bert.email, status: "offered" }] } });
    t.match(await as(anna, "accept", id), { code: 1 });
    const hint = `${anna.email} offers PBX-Registrations=100, PBX-Operators=2, Relay-BRIs=3: varsync pool accept ${id} adds it`;
    t.match((await as(bert, "balance")).stdout, hint);
    t.notMatch((await as(anna, "balance")).stdout, "offers");
    t.strictSame((await json(bert, "balance")).document, { balance: [] });
    t.match(await as(bert, "decline", id), { code: 0, stdout: /declined/ });
    const again = await json(anna, "transfer", key, "--to", bert.email);
    const next = (again.document as { transfers: { id: string }[] }).transfers[0]?.id ?? "";
    t.match(await as(bert, "accept", next), { code: 0, stdout: /accepted .*PBX-Registrations=100/ });
    t.match(await json(bert, "transfers"), { document: { transfers: [{}, {}] } });
    t.match((await as(bert, "balance")).stdout, /PBX-Registrations +100 +0 +100/);
    t.match(await as(anna, "transfer", key, "--to", bert.email), { code: 1 }, "nothing is left here");
  });
}

t.test("a pool is saved, copied and restored, and says that nothing changed", async (t) => {
  const { run, anna, json } = await commandPool(t, "database", host);
  t.match(await run(["backup", "saved.db"]), {
    code: 0,
    stdout: /rows are in saved\.db; balances and ledger are the same/,
  });
  t.match(await run(["backup", "saved.db"]), { code: 1, stderr: /saved\.db: it exists already/ });
  t.match(await run(["copy", "--from", "pool.db", "--to", "copy.db", "--json"]), { code: 0, document: { head: {} } });
  t.match(await run(["copy", "--from", "pool.db", "--to", "copy.db"]), { code: 1, stderr: /there is a pool already/ });
  t.match(await run(["copy", "--from", "none.db", "--to", "new.db"]), {
    code: 1,
    stderr: /none\.db: there is no such file/,
  });
  t.match(await run(["restore", "saved.db"]), { code: 1, stderr: /--yes replaces it/ });
  t.match(await run(["restore", "none.db", "--yes"]), { code: 1, stderr: /none\.db: there is no such file/ });
  t.match(await json(anna, "audit", "--since", "1h"), { document: { entries: [{ action: "add-account" }] } });
  t.match(await json(anna, "audit", "--verify"), { code: 0, document: { verified: true } });
  const restored = await run(["restore", "saved.db", "--yes"]);
  t.match(restored, { code: 0, stdout: /What was there before is kept in .*pool-before-restore-/ });
  t.match(await json(anna, "balance"), { document: { balance: [{ left: 100 }, {}, {}] } });
});
