import type { LicenseAnswer } from "../../../license/air-gap/license-answer.ts";
import { rawLine } from "../../../license/kept-line.ts";
import { parseLicenseLine } from "../../../license/license-line.ts";
import type { KeyFact, KeySource } from "../key-source.ts";

/** Keys from the answers that were carried here from a pool that this site cannot reach. */
export function answeredKeys(answers: readonly LicenseAnswer[]): KeySource {
  const keys = answers.flatMap(({ requestId, licenseKeys }) =>
    licenseKeys.map((key) => ({ ...key, requestId, line: parseLicenseLine(rawLine(key)) })),
  );
  const none = async () => [];
  return {
    name: "answers",
    canCreate: false,
    offers: async (serial) => ({
      lines: keys
        .filter((key) => key.serial === serial)
        .map(({ line, issuer, requestId }) => ({ line, issuer, source: `answer ${requestId.slice(0, 8)}` })),
      predefined: [],
    }),
    balance: none,
    spentToday: async () => ({ box: 0, day: 0 }),
    claim: none,
    create: none,
    async lookUp(codes) {
      const wanted = new Set(codes);
      const facts = keys.flatMap(({ line, type, count, serial, issuer }) =>
        line.key !== undefined && wanted.has(line.key)
          ? [[line.key, { status: "active", type, count, serial, issuer } satisfies KeyFact] as const]
          : [],
      );
      return new Map<string, KeyFact>(facts);
    },
    find: none,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
