import { BoxError } from "../box-error.ts";
import type { Credential } from "../credential.ts";
import { type Endpoint, endpointText } from "../endpoint.ts";
import { type BoxFacts, parseBoxInfo } from "../profile/box-info.ts";
import { matchProfile } from "../profile/match-profile.ts";
import type { Profile } from "../profile/profile.ts";
import { parseSnmpFacts, snmpQuestions } from "../profile/snmp-facts.ts";
import { parseStartPage } from "../profile/start-page.ts";
import type { BoxHttp, HttpAnswer } from "../transport/http/box-http.ts";
import type { BoxSnmp } from "../transport/snmp/box-snmp.ts";

/** Who answers at an address. */
export interface Identity extends BoxFacts {
  readonly endpoint: Endpoint;
  readonly profile: Profile;
}

/** The wires by which a box is asked who it is. */
export interface IdentityWires {
  readonly http: BoxHttp;
  readonly snmp: BoxSnmp;
  readonly profiles: readonly Profile[];
}

export interface IdentifyOptions {
  /** Only for a box that a person vouched for at this very address. */
  readonly credential?: Credential | undefined;
  readonly signal: AbortSignal;
}

/** An identity answer is small; more than 64 KiB is none [P]. */
const mostBytes = 64 * 1024;
const snmpTimeoutMs = 2000;

/**
 * Asks who answers: box_info.xml, and only for what is missing there the start page and SNMP. Without a credential
 * everything is asked without a password; the serial number may then be missing.
 * @throws BoxError `not-a-box`, `not-understood` when an answer makes no sense, and as `BoxHttp.get` does
 */
export async function identify(wires: IdentityWires, endpoint: Endpoint, options: IdentifyOptions): Promise<Identity> {
  const { info, answer } = await askInfo(wires, endpoint, options);
  const page = info ?? parseStartPage((await get(wires, endpoint, "/", { signal: options.signal })).body);
  const overSnmp = info?.serial ? undefined : await askSnmp(wires, endpoint, options.signal);
  if (page === undefined && overSnmp === undefined) throw unknownAnswer(endpoint, answer);
  const facts = { ...overSnmp, ...page };
  return { ...facts, endpoint, profile: matchProfile(wires.profiles, facts.product) };
}

async function askInfo(
  wires: IdentityWires,
  endpoint: Endpoint,
  options: IdentifyOptions,
): Promise<{ info: BoxFacts | undefined; answer: HttpAnswer | undefined }> {
  let first: HttpAnswer | undefined;
  for (const path of new Set(wires.profiles.map((profile) => profile.read.identity.path))) {
    const answer = await get(wires, endpoint, path, options);
    const info = answer.unauthorized ? undefined : parseBoxInfo(answer.body);
    first ??= answer;
    if (info) return { info, answer };
  }
  return { info: undefined, answer: first };
}

async function get(wires: IdentityWires, endpoint: Endpoint, path: string, options: IdentifyOptions) {
  return wires.http.get(endpoint, path, { ...options, maxBytes: mostBytes });
}

async function askSnmp(wires: IdentityWires, endpoint: Endpoint, signal: AbortSignal): Promise<BoxFacts | undefined> {
  try {
    const ask = { timeoutMs: snmpTimeoutMs, signal };
    return parseSnmpFacts(await wires.snmp.get(endpoint.address, Object.values(snmpQuestions), ask));
  } catch (error) {
    if (error instanceof BoxError) return undefined;
    throw error;
  }
}

/** A page of another kind of device, or a box that talks nonsense. */
function unknownAnswer(endpoint: Endpoint, answer: HttpAnswer | undefined): BoxError {
  const facts = { address: endpoint.address };
  const where = endpointText(endpoint);
  if (answer?.unauthorized) {
    return new BoxError("not-understood", `${where} tells nothing without a login, and is silent over SNMP`, facts);
  }
  if (answer !== undefined && answer.status >= 400) {
    return new BoxError("not-a-box", `what answers at ${where} is no innovaphone box`, facts);
  }
  return new BoxError("not-understood", `${where} does not answer as a box does when asked who it is`, facts);
}
