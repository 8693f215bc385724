/** Octets as they came, an object identifier as `1.3.6.1…`, or any kind of number. */
export type SnmpValue = Buffer | string | number;

/** One question over SNMP. */
export interface SnmpAsk {
  /** For all tries together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The SNMP of boxes: version 1, the only one that they speak up to 13r1 [D]. */
export interface BoxSnmp {
  /**
   * What the box says to each object identifier, written `1.3.6.1…`; those that it does not have are missing.
   * @throws BoxError `unreachable` when nothing answers, which is also what a wrong community looks like
   */
  get(address: string, oids: readonly string[], ask: SnmpAsk): Promise<Map<string, SnmpValue>>;
}
