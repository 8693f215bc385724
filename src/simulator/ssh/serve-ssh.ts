import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Connection, ServerChannel } from "ssh2";
import { type ByteText, byteText, fromByteText } from "../../license/byte-text.ts";
import type { AfterCommand, SimulatedBox } from "../simulated-box.ts";

/** The box behind an SSH command line, and what is to be told when a command asks for a restart. */
export interface SshService {
  box(): SimulatedBox;
  onReset(box: SimulatedBox): void;
  /** A private host key in PEM. */
  hostKey(): string;
}

/** Serves a command line at the end of an SSH session: exec requests, and a shell with a prompt. */
export async function serveSsh(address: string, port: number, service: SshService): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    accept(socket, service).catch(() => socket.destroy());
  });
  server.listen({ port, host: address, exclusive: true });
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function accept(socket: Socket, service: SshService): Promise<void> {
  const { Server } = (await import("ssh2")).default;
  const server = new Server({ hostKeys: [service.hostKey()] }, (client) => talk(client, service));
  server.injectSocket(socket);
}

function talk(client: Connection, service: SshService): void {
  const box = service.box();
  const { user, password } = box.options;
  client.on("error", () => {});
  client.on("authentication", (login) => {
    if (login.method === "none") return login.reject(["password", "keyboard-interactive"]);
    const right = (given: string | undefined) =>
      login.username === user && given === password && !box.has("password-refused");
    if (login.method === "password") return right(login.password) ? login.accept() : login.reject();
    if (login.method === "keyboard-interactive") {
      return login.prompt([{ prompt: "Password: ", echo: false }], ([given]) =>
        right(given) ? login.accept() : login.reject(),
      );
    }
    return login.reject(["password", "keyboard-interactive"]);
  });
  client.on("session", (acceptSession) => {
    const session = acceptSession();
    session.on("pty", (acceptPty) => acceptPty?.());
    session.on("exec", (acceptExec, _reject, { command }) => {
      const channel = acceptExec();
      const after = runOne(box, byteText(Buffer.from(command, "utf8")), channel);
      if (after !== "drop") channel.exit(0);
      if (after !== "drop") channel.end();
      finish(box, after, client, service);
    });
    session.on("shell", (acceptShell) => serveShell(box, acceptShell(), client, service));
  });
}

function runOne(box: SimulatedBox, command: ByteText, channel: ServerChannel): AfterCommand {
  const { answer, after } = box.run(command, !box.has("read-only"));
  if (after !== "drop") channel.write(fromByteText(answer));
  return after;
}

function serveShell(box: SimulatedBox, channel: ServerChannel, client: Connection, service: SshService): void {
  const prompt = `${box.options.product}> `;
  let typed = "";
  channel.write(prompt);
  channel.on("data", (data: Buffer) => {
    channel.write(fromByteText(byteText(data).replace(/\r(?!\n)/g, "\r\n") as ByteText));
    typed += byteText(data);
    for (let end = typed.search(/[\r\n]/); end >= 0; end = typed.search(/[\r\n]/)) {
      const line = typed.slice(0, end).trim() as ByteText;
      typed = typed.slice(end + 1);
      if (line === "") continue;
      if (line === "exit" || line === "quit") {
        channel.exit(0);
        channel.end();
        return;
      }
      const after = runOne(box, line, channel);
      if (after === "nothing") channel.write(prompt);
      else finish(box, after, client, service);
    }
  });
}

function finish(box: SimulatedBox, after: AfterCommand, client: Connection, service: SshService): void {
  if (after === "drop") client.end();
  if (after === "reset") service.onReset(box);
}
