import { createHash } from "node:crypto";
import type { AnyAuthMethod, AuthHandlerMiddleware, Client } from "ssh2";
import type { Credential } from "../../credential.ts";
import { type SshTarget, sshError, sshTrouble } from "./ssh-error.ts";
import type { SshLimits, VerifyHostKey } from "./ssh-settings.ts";

/** An SSH session that is logged in. */
export interface SshConnection extends AsyncDisposable {
  readonly client: Client;
  readonly target: SshTarget;
  /** Aborted, with a BoxError as its reason, once the connection is gone. */
  readonly lost: AbortSignal;
}

/** Time to say goodbye before the connection is cut. */
const farewellMs = 1000;

/**
 * Opens an SSH session. The host key is judged before anything is sent; the password is tried once, by password or by
 * keyboard-interactive, whichever the other end offers.
 * @throws BoxError `host-key-changed`, `auth-failed`, `unreachable`, `timed-out`, `not-understood`
 */
export async function openSsh(
  target: SshTarget,
  credential: Credential,
  verifyHostKey: VerifyHostKey,
  limits: SshLimits,
  signal: AbortSignal,
): Promise<SshConnection> {
  signal.throwIfAborted();
  const { Client } = (await import("ssh2")).default;
  const client = new Client();
  const lost = new AbortController();
  const lose = (error: unknown) => lost.abort(sshError(error, target));
  client.on("error", lose);
  client.on("close", () => lose(sshTrouble("unreachable", target, "was closed", lostCause())));
  const cut = () => {
    lose(signal.reason);
    client.destroy();
  };
  signal.addEventListener("abort", cut, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      lost.signal.addEventListener("abort", () => reject(lost.signal.reason), { once: true });
      client.once("ready", resolve);
      client.connect({
        host: target.address,
        port: target.port,
        username: credential.user,
        readyTimeout: limits.readyTimeoutMs,
        authHandler: oneTry(credential),
        hostVerifier: (key: Buffer, verified: (ok: boolean) => void) => {
          judge(key, verifyHostKey, target).then(
            () => verified(true),
            (error: unknown) => {
              lose(error);
              verified(false);
            },
          );
        },
      });
    });
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", cut);
  }
  // What is lost says no goodbye: it would be waited for without end.
  const release = async () => (lost.signal.aborted ? void client.destroy() : close(client));
  return { client, target, lost: lost.signal, [Symbol.asyncDispose]: release };
}

async function judge(key: Buffer, verifyHostKey: VerifyHostKey, target: SshTarget): Promise<void> {
  const fingerprint = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
  if (await verifyHostKey(fingerprint)) return;
  throw sshTrouble(
    "host-key-changed",
    target,
    `shows the host key ${fingerprint}, which is not the known one; if that is right, release the box or change ssh.hostKeys`,
  );
}

/** Asks what there is, then sends the password in one way only, so that a wrong one counts as one try. */
function oneTry({ user, password }: Credential): AuthHandlerMiddleware {
  let step: "ask" | "answer" | "stop" = "ask";
  return (offered: string[] | null, _partial, next) => {
    // The library takes `false` for "no more ways", its types do not.
    const tell = (method: AnyAuthMethod | false) => next(method as AnyAuthMethod);
    if (step === "stop") return tell(false);
    if (step === "ask") {
      step = "answer";
      return tell({ type: "none", username: user });
    }
    step = "stop";
    if (!offered?.includes("password") && offered?.includes("keyboard-interactive")) {
      return tell({ type: "keyboard-interactive", username: user, prompt: answerPrompts(password) });
    }
    return tell({ type: "password", username: user, password });
  };
}

type Prompts = readonly { readonly prompt: string; readonly echo?: boolean | undefined }[];

/** The password goes to the first hidden question and to no second one. */
function answerPrompts(password: string) {
  let answered = false;
  return (_name: string, _text: string, _lang: string, prompts: Prompts, finish: (answers: string[]) => void) => {
    finish(
      prompts.map(({ echo }) => {
        if (echo || answered) return "";
        answered = true;
        return password;
      }),
    );
  };
}

function lostCause(): Error {
  return Object.assign(new Error("the other end closed the connection"), { code: "ECONNRESET" });
}

async function close(client: Client): Promise<void> {
  const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
  client.end();
  const patience = setTimeout(() => client.destroy(), farewellMs);
  await closed;
  clearTimeout(patience);
}
