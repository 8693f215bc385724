import type { ClientChannel } from "ssh2";
import { type ByteText, fromByteText, readable } from "../../../license/byte-text.ts";
import { gather } from "./gather.ts";
import type { SshConnection } from "./open-ssh.ts";
import { answerOf, endsInPrompt, isEchoing, lastLine, plain } from "./shell-text.ts";
import { sshTrouble } from "./ssh-error.ts";
import type { SshLimits } from "./ssh-settings.ts";

/** A shell that shows a prompt and waits for a command. */
export interface SshShell {
  /** @returns the answer without echo and prompt */
  run(command: ByteText, signal: AbortSignal): Promise<ByteText>;
}

/** Wide enough that no line of 2,000 bytes is wrapped in its echo. */
const terminal = { term: "dumb", cols: 8192, rows: 1000, width: 0, height: 0 };

/**
 * Opens a shell on a terminal, or without one where that is refused, and waits for its first prompt.
 * @param prompt regular expression of what a prompt ends a line with
 * @throws BoxError `not-understood` when there is no shell or no prompt, and as `gather` does
 */
export async function openShell(
  connection: SshConnection,
  prompt: string,
  limits: SshLimits,
  signal: AbortSignal,
): Promise<SshShell> {
  const pattern = new RegExp(`(?:${prompt})$`);
  const { target } = connection;
  const onTerminal = await requestShell(connection, terminal, limits);
  const channel = onTerminal ?? (await requestShell(connection, false, limits));
  if (channel === undefined) throw sshTrouble("not-understood", target, "offers no shell");
  const greeting = await gather(connection, channel, limits, signal, (text) => endsInPrompt(text, pattern));
  if (greeting.closed) {
    const said = readable(plain(greeting.text)).trim().slice(0, 80);
    throw sshTrouble("not-understood", target, `closed the shell without a prompt, saying "${said}"`);
  }
  const shownPrompt = lastLine(plain(greeting.text));
  return {
    async run(command, signal) {
      signal.throwIfAborted();
      connection.lost.throwIfAborted();
      const answered = gather(
        connection,
        channel,
        limits,
        signal,
        (text) => !isEchoing(text, command) && endsInPrompt(text, pattern),
      );
      channel.write(fromByteText(`${command}${onTerminal ? "\r" : "\n"}` as ByteText));
      const { text, closed } = await answered;
      const answer = answerOf(text, command, pattern, shownPrompt);
      if (closed && answer === "") {
        const cause = Object.assign(new Error("the shell was closed"), { code: "ECONNRESET" });
        throw sshTrouble("unreachable", target, "closed the shell", cause);
      }
      return answer;
    },
  };
}

function requestShell(
  { client, lost, target }: SshConnection,
  window: typeof terminal | false,
  limits: SshLimits,
): Promise<ClientChannel | undefined> {
  return new Promise((resolve, reject) => {
    if (lost.aborted) {
      reject(lost.reason);
      return;
    }
    const onLost = () => reject(lost.reason);
    lost.addEventListener("abort", onLost, { once: true });
    const slow = setTimeout(
      () => reject(sshTrouble("timed-out", target, "did not open a shell in time")),
      limits.idleTimeoutMs,
    );
    client.shell(window, (error, channel) => {
      clearTimeout(slow);
      lost.removeEventListener("abort", onLost);
      if (lost.aborted) reject(lost.reason);
      else resolve(error ? undefined : channel);
    });
  });
}
