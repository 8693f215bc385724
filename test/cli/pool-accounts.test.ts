import t from "tap";
import { commandPool } from "./pool-fixture.ts";

const host = "127.84.4.1";

t.test("the operator adds accounts and people, and sees who works for whom", async (t) => {
  const { run, anna, as, json } = await commandPool(t, "database", host);
  const person = ["--name", "Carl 😀", "--password-file", "password"];
  t.match(await run(["account", "add", "Carl@Example.com", ...person]), {
    code: 0,
    stdout: "Added the reseller account carl@example.com (Carl 😀).\n",
  });
  t.match(await run(["account", "add", "kim@example.com", ...person, "--auditor-of", anna.email, "--json"]), {
    code: 0,
    document: { account: { email: "kim@example.com", auditorOf: anna.email } },
  });
  t.match(
    (await run(["account", "add", "dora@example.com", "--name", "Dora"], "battery staple\n")).stderr,
    /Password for dora/,
  );
  for (const [words, wanted] of [
    [["account", "add", "CARL@example.com", ...person], "there is an account carl@example.com already"],
    [["account", "add", "nobody", ...person], '"nobody" is no e-mail address'],
    [["account", "add", "eva@example.com", "--name", " ", "--password-file", "password"], "the name is empty"],
    [
      ["account", "add", "eva@example.com", ...person, "--auditor-of", "x@example.com"],
      "there is no account x@example.com",
    ],
    [["account", "disable", "x@example.com"], "there is no account and no person x@example.com"],
    [
      ["account", "set-password", "x@example.com", "--password-file", "password"],
      "nobody has the address x@example.com",
    ],
    [
      ["account", "leave", "kim@example.com", "--account", "bert@example.com"],
      "kim@example.com does not work for bert",
    ],
    [["account", "leave", anna.email, "--account", anna.email], "is the last owner"],
  ] as const) {
    const { code, stderr } = await run(words);
    t.match({ code, stderr }, { code: 1, stderr: wanted }, words.join(" "));
  }
  t.match(await run(["account", "add", "eva@example.com", "--name", "Eva"], "short\n"), {
    code: 1,
    stderr: /a password has 8 characters at least/,
  });
  t.match(await run(["account", "add", "eva@example.com", "--name", "Eva"]), { code: 1, stderr: /stdin is closed/ });
  const both = ["account", "add", "eva@example.com", "--name", "Eva", "--issuer", "--auditor-of", anna.email];
  t.match(await run(both), { code: 5, stderr: /exclude each other/ });

  t.match(await run(["account", "disable", "carl@example.com"]), {
    code: 0,
    stdout: "carl@example.com is disabled.\n",
  });
  const listed = await run(["account", "list"]);
  t.match(
    listed.stdout,
    /anna@example\.com +Anna Beispiel +reseller +anna@example\.com \(owner\), kim@example\.com \(auditor\)\n/,
  );
  t.match(listed.stdout, /carl@example\.com +Carl 😀 +reseller +disabled/);
  const { document } = await run(["account", "list", "--json"]);
  t.match(
    (document as { accounts: unknown[] }).accounts.find((one) => (one as { email: string }).email === anna.email),
    {
      role: "reseller",
      people: [{ role: "owner" }, { email: "kim@example.com", role: "auditor" }],
    },
  );
  t.match(await json(anna, "account", "leave", "kim@example.com"), { code: 0, document: { left: true } });
  t.match(await as(anna, "account", "leave"), { code: 1, stderr: /name who is to leave/ });
});

t.test("for a disabled account nothing is spent, but all is seen; enabled, it goes on", async (t) => {
  const { run, anna, as, json } = await commandPool(t, "database", host);
  await run(["account", "disable", anna.email]);
  const create = ["create-key", "--type", "PBX-Operators", "--count", "1", "--yes"];
  t.match(await json(anna, ...create), { code: 1, document: { error: { code: "account-disabled" } } });
  t.match((await as(anna, ...create)).stderr, /the account anna@example\.com is disabled since 2.*pool account enable/);
  t.match(await json(anna, "balance"), { code: 0, document: { balance: [{ left: 100 }, {}, {}] } });
  t.match(await run(["account", "enable", anna.email]), { code: 0, stdout: "anna@example.com is enabled.\n" });
  t.match(await json(anna, ...create), { code: 0 });
});

t.test("on the database nobody registers or logs in: that is for a server", async (t) => {
  const { run } = await commandPool(t, "database", host);
  for (const words of [
    ["register", "x@example.com", "--name", "X", "--accept-agreement"],
    ["login", "x@example.com"],
    ["logout"],
    ["agreement"],
  ]) {
    t.match(await run(words), { code: 5, stderr: /this wants a pool server/ });
  }
});

t.test("people register, log in, invite, join, change their password and log out at a server", async (t) => {
  const { run, write, bert, as, json } = await commandPool(t, "server", host);
  await write("new", "battery staple\n");
  t.match(await run(["agreement"]), { code: 0, stdout: /cannot be taken back/ });
  const carl = ["register", "carl@example.com", "--name", "Carl", "--password-file", "password"];
  t.match(await run(carl), { code: 1, stderr: /the license agreement, version 1, must be accepted/ });
  const registered = await run([...carl, "--accept-agreement"]);
  t.match(registered, { code: 0, stdout: /^Registered carl@example\.com, unless it had an account before/ });
  t.equal((await run([...carl, "--accept-agreement"])).stdout, registered.stdout, "nobody learns who has an account");
  t.match(await run(["balance"]), { code: 1, stderr: /wants a token/ }, "nobody is logged in");
  t.match(await run(["login", "carl@example.com", "--password-file", "new"]), { code: 1, stderr: /is not right/ });
  t.match(await run(["login", "nobody@example.com", "--password-file", "new"]), { code: 1, stderr: /is not right/ });
  t.match(await run(["login", "carl@example.com"], "correct horse\n"), { code: 0, stdout: /^Logged in until 2/ });
  t.match(await run(["balance"]), { code: 0, stdout: /The balance is empty/ });

  const change = ["account", "set-password", "carl@example.com", "--password-file", "new"];
  t.match(await run([...change, "--old-password-file", "new"]), { code: 1, stderr: /the old password is not right/ });
  t.match(await run([...change, "--old-password-file", "password"]), {
    code: 0,
    stdout: "carl@example.com has a new password, and all other sessions ended.\n",
  });
  t.match(await run(["balance"]), { code: 0 }, "this session goes on");
  t.match(await run(["account", "set-password", bert.email, "--password-file", "new"]), {
    code: 5,
    stderr: /carl@example\.com is logged in: at a server, everybody sets only her own password/,
  });

  const invited = await json(bert, "account", "invite", "carl@example.com");
  const { code = "" } = invited.document as { code?: string };
  t.match(
    (await as(bert, "account", "invite", "dora@example.com")).stdout,
    /varsync pool account join varsync-invitation-/,
  );
  t.match(await run(["account", "join", code]), { code: 0, stdout: /^Works for bert@example\.com/ });
  t.match(await run(["account", "join", code]), { code: 1, stderr: /there is no such invitation/ });
  t.match(await run(["balance", "--account", bert.email, "--json"]), { code: 0, document: { balance: [] } });
  t.match(
    await run(["account", "invite", "eva@example.com", "--account", bert.email]),
    { code: 1 },
    "a member does not",
  );
  t.match(await run(["account", "leave", "--account", bert.email]), { code: 0 });
  t.match(await run(["balance", "--account", bert.email]), {
    code: 1,
    stderr: /no account bert@example\.com that you work for/,
  });

  t.match(await run(["logout"]), { code: 0, stdout: "Logged out.\n" });
  t.match(await run(["logout"]), { code: 1, stderr: /nobody is logged in/ });
  t.match(await run(["login", "carl@example.com", "--password-file", "password"]), { code: 1 });
  t.match(await run(["login", "carl@example.com", "--password-file", "new", "--json"]), {
    code: 0,
    document: { email: "carl@example.com", tokenFile: /session$/ },
  });
});

t.test("what only the database's operator may is refused at a server", async (t) => {
  const { anna, issuer, as } = await commandPool(t, "server", host);
  const add = ["account", "add", "x@example.com", "--name", "X", "--password-file", "password"];
  t.match(await as(anna, ...add), { code: 1, stderr: /anna@example\.com may not do that/ });
  t.match(await as(issuer, ...add), { code: 1, stderr: /may not do that/ });
  t.match(await as(anna, "account", "disable", "bert@example.com"), { code: 1, stderr: /may not do that/ });
  t.match(await as(issuer, "account", "disable", "bert@example.com"), { code: 0 });
  t.match(await as(anna, "revoke", "x", "--why", "y"), { code: 1, stderr: /may not do that/ });
  t.match(await as(anna, "account", "list"), { code: 0, stdout: /^Account.*\nanna@example\.com.*\n$/ }, "only her own");
});

t.test("tokens for agents are made, listed without their secret, and revoked", async (t) => {
  const { anna, bert, as, json } = await commandPool(t, "server", host);
  const read = ["token", "create", "--scope", "read", "--expires", "30d"];
  const made = await as(anna, ...read, "--site", "here");
  t.match(made, { code: 0, stdout: /^varsync-agent-[\w-]{43}\n$/ }, "nothing but the token, for a file");
  const budget = ["--per-box", "5", "--per-day", "10", "--name", "night"];
  const serial = ["--serial", "00-90-33-01-02-9f"];
  const both = await json(anna, "token", "create", "--scope", "read,create", ...serial, "--expires", "30d", ...budget);
  t.match(both.document, { token: /^varsync-agent-/, scopes: ["read", "create"], perBox: 5, perDay: 10 });
  for (const [words, exit, wanted] of [
    [[...read], 1, /for a site or for serial numbers/],
    [["token", "create", "--scope", "fly", "--site", "a", "--expires", "30d"], 5, /wanted are read, claim, create/],
    [["token", "create", "--scope", "read,create", "--site", "a", "--expires", "30d"], 1, /wants both budgets/],
    [["token", "create", "--scope", "read", "--site", "a", "--expires", "yesterday"], 1, /no time for a token to end/],
    [[...read, "--site", "a", "--per-box", "0"], 5, /--per-box wants a whole number from 1/],
    [[...read, "--serial", "nonsense"], 1, /no serial number/],
  ] as const) {
    const { code, stderr } = await as(anna, ...words);
    t.match({ code, stderr }, { code: exit, stderr: wanted }, words.join(" "));
  }
  const list = await as(anna, "token", "list");
  t.match(list.stdout, /here +read +here +20/);
  t.match(list.stdout, /night +read,create +00-90-33-01-02-9f +5 a box, 10 a day +20/);
  t.notMatch(list.stdout, made.stdout.trim());
  const { id = "" } = both.document as { id?: string };
  t.match(await as(bert, "token", "revoke", id), { code: 1, stderr: /there is no token/ }, "another account's");
  t.match(await as(anna, "token", "revoke", id), { code: 0, stdout: "Revoked night.\n" });
  t.match((await as(anna, "token", "list")).stdout, /night .* revoked\n/);
  t.match(await as(bert, "token", "list"), { code: 0, stdout: /There is no token/ });
});
