import type { ClientChannel } from "ssh2";
import { type ByteText, fromByteText } from "../../../license/byte-text.ts";
import { gather } from "./gather.ts";
import type { SshConnection } from "./open-ssh.ts";
import { sshTrouble } from "./ssh-error.ts";
import type { SshLimits } from "./ssh-settings.ts";

/** What a command answered, standard error included. */
export interface ExecAnswer {
  readonly text: ByteText;
  /** `undefined` when the other end did not say. */
  readonly exitCode: number | undefined;
}

/** The library takes bytes for a command as well as text, its types only text. */
type ExecBytes = (command: Buffer, callback: (error: Error | undefined, channel: ClientChannel) => void) => unknown;

/**
 * Runs one command by an exec request.
 * @returns `undefined` when the other end takes no exec requests
 * @throws BoxError as `gather` does
 */
export async function execCommand(
  connection: SshConnection,
  command: ByteText,
  limits: SshLimits,
  signal: AbortSignal,
): Promise<ExecAnswer | undefined> {
  signal.throwIfAborted();
  connection.lost.throwIfAborted();
  let exitCode: number | undefined;
  const channel = await openExec(connection, command, limits, (code) => {
    exitCode = code ?? undefined;
  });
  if (channel === undefined) return undefined;
  try {
    const { text } = await gather(connection, channel, limits, signal);
    // A channel is closed just before the connection under it is known to be lost.
    if (exitCode === undefined) await new Promise((resolve) => setImmediate(resolve));
    if (exitCode === undefined && text === "") connection.lost.throwIfAborted();
    return { text, exitCode };
  } finally {
    channel.close();
  }
}

/** @param onExit listens from the first moment: the exit code may be in the packet that opens the channel */
function openExec(
  connection: SshConnection,
  command: ByteText,
  limits: SshLimits,
  onExit: (code: number | null) => void,
): Promise<ClientChannel | undefined> {
  const { client, lost, target } = connection;
  const exec = client.exec.bind(client) as unknown as ExecBytes;
  return new Promise((resolve, reject) => {
    const onLost = () => reject(lost.reason);
    lost.addEventListener("abort", onLost, { once: true });
    const slow = setTimeout(
      () => reject(sshTrouble("timed-out", target, "did not take the command in time")),
      limits.idleTimeoutMs,
    );
    exec(fromByteText(command), (error, channel) => {
      clearTimeout(slow);
      lost.removeEventListener("abort", onLost);
      if (!error) channel.on("exit", onExit);
      if (lost.aborted) reject(lost.reason);
      else resolve(error ? undefined : channel);
    });
  });
}
