import type { KeyFact, OfferedLine } from "../../../src/agent/keys/key-source.ts";
import type { PlanInput } from "../../../src/agent/plan/plan-input.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { licenseCatalog } from "../../../src/license/license-catalog.ts";
import { type LicenseLine, parseLicenseLine, writeLicenseLine } from "../../../src/license/license-line.ts";
import { parseSerialNumber, type SerialNumber } from "../../../src/license/serial-number.ts";

export const thisBox = parseSerialNumber("00-90-33-01-02-9f");
export const otherBox = parseSerialNumber("00-90-33-01-02-a0");

/** A line of `type=count` with a key code of four times `digit`s. */
export function line(
  type: string,
  count: number,
  digits: string,
  bound: SerialNumber | "no box" = thisBox,
): LicenseLine {
  const serial = bound === "no box" ? undefined : bound;
  const key = Array.from({ length: 4 }, () => digits.padStart(4, "0")).join("-");
  return parseLicenseLine(toByteText(writeLicenseLine({ type, count, serial, key })));
}

export function offer(of: LicenseLine, issuer: "own" | "vendor" = "own", source = "pool"): OfferedLine {
  return { line: of, issuer, source };
}

/** What the pool says of these lines' keys. */
export function facts(lines: readonly LicenseLine[], status: "active" | "revoked" = "active"): Map<string, KeyFact> {
  return new Map(
    lines.map((one) => [
      one.key ?? "",
      { status, type: one.type, count: one.count, issuer: "own", ...(one.serial && { serial: one.serial }) } as KeyFact,
    ]),
  );
}

/** A simulated IP400 that takes our keys, with nothing installed and nothing wanted. */
export function situation(changes: Partial<PlanInput> = {}): PlanInput {
  return {
    box: {
      serial: thisBox,
      address: "127.77.0.10",
      product: "IP400",
      firmware: "5.01",
      profile: "ip400",
      notWritable: undefined,
      knownVariables: new Set(licenseCatalog.map((type) => type.variable)),
      usualTypes: new Set(licenseCatalog.map((type) => type.type)),
    },
    installed: [],
    putBack: [],
    begun: [],
    resetOutstanding: false,
    target: new Map(),
    labels: {},
    offers: [],
    predefined: [],
    keyFacts: new Map(),
    creates: true,
    acceptsKeysFrom: "own",
    policy: { create: "ask", claim: "ask", reset: "when-idle" },
    ...changes,
  };
}
