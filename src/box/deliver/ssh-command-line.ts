import type { ByteText } from "../../license/byte-text.ts";
import { BoxError } from "../box-error.ts";
import type { Credential } from "../credential.ts";
import type { Endpoint } from "../endpoint.ts";
import type { BoxSession } from "../transport/http/box-session.ts";
import { execCommand } from "../transport/ssh/exec-command.ts";
import { openShell } from "../transport/ssh/open-shell.ts";
import { openSsh, type SshConnection } from "../transport/ssh/open-ssh.ts";
import { type SshLimits, type SshSettings, sshLimits } from "../transport/ssh/ssh-settings.ts";
import { type BoxCommandLine, type CommandAnswer, commandAnswer } from "./command-line.ts";

/** How a profile's boxes take commands at the end of an SSH session. */
export interface SshCommandLineOptions extends SshSettings {
  readonly session: BoxSession;
  /** `auto`: an exec request, and where that is refused, a shell. */
  readonly mode: "auto" | "exec" | "shell";
  /** Regular expression of what a shell's prompt ends a line with. */
  readonly prompt: string;
}

/** Commands at the end of an SSH session, one session a command: while it is open nothing else talks to the box. */
export function sshCommandLine(
  endpoint: Endpoint,
  credential: Credential,
  options: SshCommandLineOptions,
): BoxCommandLine {
  const target = { address: endpoint.address, port: options.port };
  const limits = { ...sshLimits, ...options.limits };
  let mode = options.mode;
  return {
    run: (command, signal) =>
      options.session(endpoint, signal, async () => {
        await using connection = await openSsh(target, credential, options.verifyHostKey, limits, signal);
        if (mode !== "shell") {
          const answer = await execCommand(connection, command, limits, signal);
          if (answer) return commandAnswer(answer.text, (answer.exitCode ?? 0) !== 0);
          if (mode === "exec") throw noExec(target.address);
          mode = "shell";
        }
        return await runInShell(connection, command, options.prompt, limits, signal);
      }),
  };
}

async function runInShell(
  connection: SshConnection,
  command: ByteText,
  prompt: string,
  limits: SshLimits,
  signal: AbortSignal,
): Promise<CommandAnswer> {
  const shell = await openShell(connection, prompt, limits, signal);
  return commandAnswer(await shell.run(command, signal), false);
}

function noExec(address: string): BoxError {
  return new BoxError("not-understood", `${address} takes no command by an exec request of SSH`, { address });
}
