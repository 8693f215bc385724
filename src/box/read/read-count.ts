import { BoxError } from "../box-error.ts";
import type { Credential } from "../credential.ts";
import type { Endpoint } from "../endpoint.ts";
import { countInPage } from "../profile/count-in-page.ts";
import type { CountReading } from "../profile/count-reading.ts";
import type { BoxHttp } from "../transport/http/box-http.ts";
import type { BoxSnmp } from "../transport/snmp/box-snmp.ts";

/** A number that the box told, or why it did not: that is never 0. */
export type Counted = { readonly count: number } | { readonly unread: string };

/** A page may list every phone. */
const mostBytes = 1024 * 1024;
const snmpTimeoutMs = 2000;

/** Adds up what the readings tell. Never a BoxError: what cannot be read is not known. @throws the signal's reason */
export async function readCount(
  wires: { readonly http: BoxHttp; readonly snmp: BoxSnmp },
  endpoint: Endpoint,
  readings: readonly CountReading[],
  asking: { readonly credential?: Credential | undefined; readonly signal: AbortSignal },
): Promise<Counted> {
  let count = 0;
  for (const reading of readings) {
    const told = await readOne(wires, endpoint, reading, asking);
    if ("unread" in told) return told;
    count += told.count;
  }
  return { count };
}

async function readOne(
  { http, snmp }: Parameters<typeof readCount>[0],
  endpoint: Endpoint,
  reading: CountReading,
  { credential, signal }: Parameters<typeof readCount>[3],
): Promise<Counted> {
  try {
    if ("snmp" in reading) {
      const { snmp: oid } = reading;
      const value = (await snmp.get(endpoint.address, [oid], { timeoutMs: snmpTimeoutMs, signal })).get(oid);
      return typeof value === "number" ? { count: value } : { unread: `SNMP tells no number under ${oid}` };
    }
    const answer = await http.get(endpoint, reading.page, { credential, maxBytes: mostBytes, signal });
    const good = answer.status === 200 && !answer.unauthorized;
    const count = good ? countInPage(reading, answer.body) : undefined;
    return count === undefined ? { unread: `${reading.page} does not say what the profile expects` } : { count };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BoxError)) throw error;
    return { unread: error.message };
  }
}
