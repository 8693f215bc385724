import type { SerialNumber } from "../license/serial-number.ts";

/** Everything that can go wrong with a box, what it means, and whether trying again later may help by itself. */
export const boxErrors = {
  unreachable: { retry: true, means: "nothing answers at the address" },
  "timed-out": { retry: true, means: "the answer did not end in time" },
  "auth-failed": { retry: false, means: "one try was refused; none is made until the credential changes" },
  "read-only": { retry: false, means: "logged in, but the account may not change anything" },
  refused: { retry: false, means: "the box does not take the command" },
  "not-understood": { retry: true, means: "the answer is not what a box of this profile says" },
  "too-large": { retry: false, means: "the answer is larger than any known box's" },
  "not-a-box": { retry: false, means: "something else answers at the address" },
  "not-enrolled": { retry: false, means: "no person has vouched for the box" },
  "unknown-box": { retry: false, means: "no box of that name is known or found" },
  "outside-networks": { retry: false, means: "the address is outside the configured networks" },
  "no-credential": { retry: false, means: "no credential is configured for the box" },
  "not-writable": {
    retry: false,
    means: "the profile allows reading only: unknown model, or firmware out of its range",
  },
  "wrong-serial": { retry: false, means: "another box answers at the address" },
  "host-key-changed": { retry: false, means: "the SSH host key is not the one that is known" },
  "not-installed": { retry: false, means: "the box took the command, and the line is not there when read back" },
  "not-removed": { retry: false, means: "the box took the deletion, and the line is there when read back" },
  "line-lost": { retry: false, means: "a line that was there before is gone" },
  "configuration-changed": { retry: false, means: "something else changed while lines were delivered" },
  "not-effective": { retry: false, means: "the reset was seen, and the line is not there after it" },
  "not-back": { retry: false, means: "the box did not come back from a reset in time" },
  "no-restart": { retry: false, means: "the box took the reset and did not restart" },
  "firmware-changed": { retry: false, means: "another major firmware than at the last look; a person must look" },
  "factory-reset": { retry: false, means: "the configuration is gone since the last look; a person must look" },
  "registrations-missing": { retry: false, means: "after the reset fewer phones are registered than before" },
  "held-elsewhere": { retry: true, means: "another agent of the pool writes to the box" },
  "issuer-not-accepted": { retry: false, means: "the box does not take keys of this issuer" },
  "set-aside": { retry: false, means: "the breaker is open until a person has looked and says release" },
} as const satisfies Record<string, { retry: boolean; means: string }>;

export type BoxErrorCode = keyof typeof boxErrors;

/** Which box, and what lies beneath the error. Never carries a secret. */
export interface BoxErrorFacts {
  readonly address?: string | undefined;
  readonly serial?: SerialNumber | undefined;
  readonly cause?: unknown;
}

/** What went wrong with a box, in a sentence for a person. */
export class BoxError extends Error {
  readonly code: BoxErrorCode;
  readonly address: string | undefined;
  readonly serial: SerialNumber | undefined;

  constructor(code: BoxErrorCode, message: string, facts: BoxErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.name = "BoxError";
    this.code = code;
    this.address = facts.address;
    this.serial = facts.serial;
  }
}
