/** Where every simulated LAN of the benches listens. */
export const ports = { http: 18_088, snmp: 10_188, ssh: 10_288 } as const;

/** What the process of a simulated LAN is told to start. */
export interface LanOrder {
  /** One a box. */
  readonly addresses: readonly string[];
  /** License lines that every box has from the start. */
  readonly licenses?: readonly string[];
  /** Boxes that answer to SNMP and nothing else. */
  readonly snmpOnly?: boolean;
}

/** A box that it started. */
export interface LanBox {
  readonly address: string;
  readonly serial: string;
}
