import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Connection, Prompt, ServerChannel } from "ssh2";
import ssh2 from "ssh2";
import type { SshTarget } from "../../../../src/box/transport/ssh/ssh-error.ts";
import { newHostKey } from "../../../../src/simulator/ssh/host-key.ts";
import { publicBlob } from "./public-blob.ts";

export interface SshRules {
  readonly ways: readonly ("password" | "keyboard-interactive")[];
  readonly password: string;
  readonly questions?: readonly Prompt[];
  /** Exec requests are refused without it. */
  readonly exec?: (channel: ServerChannel, command: string) => void;
  /** Shells are refused without it. */
  readonly shell?: (channel: ServerChannel) => void;
  readonly refusesTerminal?: boolean;
}

export interface TestSshServer extends AsyncDisposable {
  readonly target: SshTarget;
  readonly fingerprint: string;
  /** Every login that was tried, as `way: what came with it`. */
  readonly tries: string[];
  breakAll(): void;
}

/** An SSH server of the tests' own, which does what the simulated boxes do not. */
export async function startSshServer(address: string, rules: SshRules): Promise<TestSshServer> {
  const key = newHostKey();
  const tries: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    const talk = (client: Connection) => serve(client, rules, tries);
    new ssh2.Server({ hostKeys: [key] }, talk).injectSocket(socket);
  });
  const target = { address, port: 10_022 };
  server.listen(target.port, address);
  await once(server, "listening");
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const blob = publicBlob(key);
  return {
    target,
    fingerprint: `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`,
    tries,
    breakAll,
    async [Symbol.asyncDispose]() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(client: Connection, rules: SshRules, tries: string[]): void {
  client.on("error", () => {});
  client.on("authentication", (login) => {
    const [way] = rules.ways.filter((way) => way === login.method);
    if (way === undefined) {
      tries.push(login.method);
      return login.reject([...rules.ways]);
    }
    const judge = (given: string) => {
      tries.push(`${way}: ${given}`);
      return given === rules.password ? login.accept() : login.reject([...rules.ways]);
    };
    if (login.method === "password") return judge(login.password);
    if (login.method !== "keyboard-interactive") return login.reject();
    const questions = rules.questions ?? [{ prompt: "Password: ", echo: false }];
    return login.prompt([...questions], (answers) => judge(answers.join(",")));
  });
  client.on("session", (accept) => {
    const { exec, shell, refusesTerminal } = rules;
    const session = accept();
    if (!refusesTerminal) session.on("pty", (acceptPty) => acceptPty?.());
    if (exec) session.on("exec", (acceptExec, _reject, { command }) => exec(acceptExec(), command));
    if (shell) session.on("shell", (acceptShell) => shell(acceptShell()));
  });
}
