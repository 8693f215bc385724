import { BoxError } from "../../box-error.ts";
import { createPace } from "../pace.ts";
import type { BoxSnmp } from "./box-snmp.ts";
import { sweepSnmp } from "./sweep-snmp.ts";

/** Where the boxes' SNMP listens, and what it wants to hear. */
export interface BoxSnmpOptions {
  readonly port: number;
  readonly community: string;
}

/** The SNMP of single boxes. A question that gets lost is asked once more. */
export function createBoxSnmp({ port, community }: BoxSnmpOptions): BoxSnmp {
  return {
    async get(address, oids, { timeoutMs, signal }) {
      signal.throwIfAborted();
      const targets = new Set([address]);
      const half = timeoutMs / 2;
      const sweep = { targets, port, community, oids, pace: createPace(undefined), timeoutMs: half, retries: 1 };
      for await (const { values } of sweepSnmp(sweep, signal)) return new Map(values);
      throw new BoxError("unreachable", `${address} does not answer to SNMP`, { address });
    },
  };
}
