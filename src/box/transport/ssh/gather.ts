import type { ClientChannel } from "ssh2";
import { type ByteText, byteText } from "../../../license/byte-text.ts";
import type { SshConnection } from "./open-ssh.ts";
import { sshTrouble } from "./ssh-error.ts";
import type { SshLimits } from "./ssh-settings.ts";

/** What a channel said, and whether it was closed after that. */
export interface Gathered {
  readonly text: ByteText;
  readonly closed: boolean;
}

/**
 * Collects what a channel says until it is closed, or until `isEnd` holds and nothing more comes for a moment.
 * @throws BoxError `timed-out`, `too-large`, or why the connection was lost; the reason of `signal`
 */
export function gather(
  connection: SshConnection,
  channel: ClientChannel,
  limits: SshLimits,
  signal: AbortSignal,
  isEnd: (text: ByteText) => boolean = () => false,
): Promise<Gathered> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let settle: NodeJS.Timeout | undefined;
    const text = () => byteText(Buffer.concat(chunks));
    const slow = () => fail(sshTrouble("timed-out", connection.target, "did not finish its answer in time"));
    const idle = setTimeout(slow, limits.idleTimeoutMs);
    const total = setTimeout(slow, limits.totalTimeoutMs);
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.maxBytes) {
        fail(sshTrouble("too-large", connection.target, `answers more than ${limits.maxBytes} bytes`));
        return;
      }
      idle.refresh();
      clearTimeout(settle);
      if (isEnd(text())) settle = setTimeout(() => succeed(false), limits.settleMs);
    };
    const onClose = () => succeed(true);
    const onLost = () => fail(connection.lost.reason);
    const onAbort = () => fail(signal.reason);
    channel.on("data", onData).on("close", onClose);
    channel.stderr.on("data", onData);
    connection.lost.addEventListener("abort", onLost);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else if (connection.lost.aborted) onLost();

    function succeed(closed: boolean): void {
      release();
      resolve({ text: text(), closed });
    }
    function fail(reason: unknown): void {
      release();
      reject(reason);
    }
    function release(): void {
      for (const timer of [settle, idle, total]) clearTimeout(timer);
      channel.off("data", onData).off("close", onClose);
      channel.stderr.off("data", onData);
      connection.lost.removeEventListener("abort", onLost);
      signal.removeEventListener("abort", onAbort);
    }
  });
}
