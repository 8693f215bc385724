/** Whether this is the host key that is to be there. Asked before anything is sent. */
export type VerifyHostKey = (fingerprint: string) => boolean | Promise<boolean>;

/** How an SSH session with a box, or with what stands before it, is made. */
export interface SshSettings {
  readonly port: number;
  /** @param fingerprint `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it */
  readonly verifyHostKey: VerifyHostKey;
  readonly limits?: Partial<SshLimits> | undefined;
}

/** How long and how much may be said. */
export interface SshLimits {
  /** From the first packet to the end of the login. */
  readonly readyTimeoutMs: number;
  /** Without a byte. */
  readonly idleTimeoutMs: number;
  /** For one command in all. */
  readonly totalTimeoutMs: number;
  /** For the answer to one command. */
  readonly maxBytes: number;
  /** A prompt counts as one when nothing comes after it for so long. */
  readonly settleMs: number;
}

/** [P] */
export const sshLimits: SshLimits = {
  readyTimeoutMs: 20_000,
  idleTimeoutMs: 20_000,
  totalTimeoutMs: 60_000,
  maxBytes: 64 * 1024,
  settleMs: 100,
};
