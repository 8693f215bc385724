import { parseSnmpFacts, snmpQuestions } from "../profile/snmp-facts.ts";
import type { Pace } from "../transport/pace.ts";
import { sweepSnmp } from "../transport/snmp/sweep-snmp.ts";
import type { Evidence } from "./merge-evidence.ts";
import type { AddressSet } from "./networks.ts";

export interface SnmpProbes {
  readonly port: number;
  readonly community: string;
  readonly hosts: AddressSet;
  readonly pace: Pace;
  readonly found: (evidence: Evidence) => void;
  readonly probed: () => void;
}

const { objectId, physicalAddress, description } = snmpQuestions;
/** For late answers; a silent address is asked twice, packets get lost. */
const timeoutMs = 1000;

/** Asks every host over SNMP; what does not say that it is an innovaphone box is passed over. */
export async function probeSnmp(probes: SnmpProbes, signal: AbortSignal): Promise<void> {
  const { hosts: targets, found } = probes;
  const sweep = { ...probes, targets, oids: [objectId, physicalAddress, description], timeoutMs, retries: 1 };
  for await (const { address, values } of sweepSnmp(sweep, signal)) {
    const facts = parseSnmpFacts(values);
    if (facts) found({ address, via: "snmp", facts });
  }
}
