import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import t from "tap";
import { openSsh } from "../../../../src/box/transport/ssh/open-ssh.ts";
import { sshLimits } from "../../../../src/box/transport/ssh/ssh-settings.ts";
import { startSshServer } from "./ssh-server.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "ip400" };
const limits = { ...sshLimits, readyTimeoutMs: 2000 };

t.test("the password is tried once, by the one way that is offered", async (t) => {
  for (const way of ["password", "keyboard-interactive"] as const) {
    await using server = await startSshServer("127.61.11.1", { ways: [way], password: "ip400" });
    await using connection = await openSsh(server.target, credential, () => true, limits, signal);
    t.notOk(connection.lost.aborted);
    t.same(server.tries, [`none`, `${way}: ip400`]);
  }
});

t.test("a wrong password is refused after one try, though two ways are offered", async (t) => {
  await using server = await startSshServer("127.61.11.2", {
    ways: ["password", "keyboard-interactive"],
    password: "x",
  });
  const opening = openSsh(server.target, credential, () => true, limits, signal);
  await t.rejects(opening, { code: "auth-failed", address: "127.61.11.2" });
  t.same(server.tries, ["none", "password: ip400"]);
});

t.test("a host that asks for more than a password gets it once, for the first hidden question", async (t) => {
  const questions = [
    { prompt: "Name: ", echo: true },
    { prompt: "Password: ", echo: false },
    { prompt: "Again: ", echo: false },
  ];
  await using server = await startSshServer("127.61.11.3", {
    ways: ["keyboard-interactive"],
    password: "x",
    questions,
  });
  await t.rejects(
    openSsh(server.target, credential, () => true, limits, signal),
    { code: "auth-failed" },
  );
  t.same(server.tries, ["none", "keyboard-interactive: ,ip400,"]);
});

t.test("the host key is judged before any name or password is sent", async (t) => {
  await using server = await startSshServer("127.61.11.4", { ways: ["password"], password: "ip400" });
  const shown: string[] = [];
  const refuse = (fingerprint: string) => {
    shown.push(fingerprint);
    return false;
  };
  await t.rejects(openSsh(server.target, credential, refuse, limits, signal), {
    code: "host-key-changed",
    message: `SSH to 127.61.11.4:${server.target.port} shows the host key ${server.fingerprint}, which is not the known one; if that is right, release the box or change ssh.hostKeys`,
  });
  t.same(shown, [server.fingerprint]);
  t.same(server.tries, []);
});

t.test("a failure while the host key is judged passes as it is", async (t) => {
  await using server = await startSshServer("127.61.11.5", { ways: ["password"], password: "ip400" });
  const failing = async () => {
    await setTimeout(5);
    throw new Error("the journal is full");
  };
  await t.rejects(openSsh(server.target, credential, failing, limits, signal), { message: "the journal is full" });
  t.same(server.tries, []);
});

t.test("nobody listening is unreachable, somebody silent is timed out, something else is not understood", async (t) => {
  const nobody = { address: "127.61.11.6", port: 10_022 };
  await t.rejects(
    openSsh(nobody, credential, () => true, limits, signal),
    { code: "unreachable" },
  );
  for (const [says, code] of [
    [undefined, "timed-out"],
    ["HTTP/1.0 400 Bad Request\r\n\r\n", "not-understood"],
  ] as const) {
    await using other = createServer((socket) => {
      socket.on("error", () => {}).resume();
      if (says) socket.end(says);
    }).listen(10_022, "127.61.11.7");
    await once(other, "listening");
    const target = { address: "127.61.11.7", port: 10_022 };
    const brief = { ...limits, readyTimeoutMs: 200 };
    await t.rejects(
      openSsh(target, credential, () => true, brief, signal),
      { code },
      code,
    );
  }
});

t.test("a connection that breaks later is lost with a reason, one that is closed here ends", async (t) => {
  await using server = await startSshServer("127.61.11.8", { ways: ["password"], password: "ip400" });
  await using connection = await openSsh(server.target, credential, () => true, limits, signal);
  const lost = once(connection.lost, "abort");
  server.breakAll();
  await lost;
  t.match(connection.lost.reason, { code: "unreachable", address: "127.61.11.8" });
});

t.test("an abort while connecting ends it with its own reason", async (t) => {
  await using server = await startSshServer("127.61.11.9", { ways: ["password"], password: "ip400" });
  const abort = new AbortController();
  const judging = async () => {
    abort.abort(new Error("enough"));
    return true;
  };
  await t.rejects(openSsh(server.target, credential, judging, limits, abort.signal), { message: "enough" });
  await t.rejects(
    openSsh(server.target, credential, () => true, limits, abort.signal),
    { message: "enough" },
  );
  t.same(server.tries, []);
});

t.test("no error text or cause carries the password", async (t) => {
  await using server = await startSshServer("127.61.11.10", { ways: ["password"], password: "x" });
  const error = await openSsh(server.target, credential, () => true, limits, signal).catch((error: unknown) => error);
  const { inspect } = await import("node:util");
  t.match(error, { code: "auth-failed" });
  t.notMatch(inspect(error, { depth: 20, showHidden: true }), /ip400/);
});
