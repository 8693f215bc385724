import { BoxError } from "../../box/box-error.ts";
import type { Credential } from "../../box/credential.ts";
import type { Endpoint } from "../../box/endpoint.ts";
import { endpointText } from "../../box/endpoint.ts";
import { type Identity, identify } from "../../box/identify/identify.ts";
import { type Configuration, readConfiguration } from "../../box/read/read-configuration.ts";
import { LoginNotSentError } from "../../box/transport/http/auth/login-not-sent-error.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "./site.ts";

/** What one look at a box showed. */
export interface Look {
  readonly serial: SerialNumber;
  readonly identity: Identity;
  /** Only of an enrolled box: reading it wants a password. */
  readonly configuration?: Configuration;
  readonly credential?: Credential;
}

/** The little of a look that is kept for as long as a round over thousands of boxes lasts. */
export interface SeenBox {
  readonly serial: SerialNumber;
  readonly identity: Identity;
  readonly installed: readonly LicenseLine[];
}

/** The lines that the box has, as far as they were read. */
export function installedOn(look: Look): readonly LicenseLine[] {
  return look.configuration?.licenses ?? [];
}

export function seenBox(look: Look): SeenBox {
  return { serial: look.serial, identity: look.identity, installed: installedOn(look) };
}

/**
 * Asks who answers at the address, without a password where that is possible.
 * @throws BoxError `outside-networks`, `wrong-serial` when it is not the expected box, `not-a-box`, `unreachable`, …
 */
export async function recognise(
  site: Site,
  endpoint: Endpoint,
  expected: SerialNumber | undefined,
  signal: AbortSignal,
): Promise<Identity> {
  const facts = { address: endpoint.address, serial: expected };
  if (!site.isInside(endpoint.address)) {
    throw new BoxError(
      "outside-networks",
      `${endpoint.address} is outside the configured networks and is not contacted`,
      facts,
    );
  }
  const identity = await identifyVouched(site, endpoint, expected, signal);
  if (expected !== undefined && identity.serial !== expected) {
    const who = identity.serial === undefined ? "a box that does not tell its serial number" : identity.serial;
    throw new BoxError("wrong-serial", `at ${endpointText(endpoint)} answers ${who}, not ${expected}`, facts);
  }
  return identity;
}

/**
 * Recognises the box and, if it is enrolled, reads its configuration. A credential that the box refused before is not
 * tried again.
 * @throws BoxError also `not-understood` without a serial number, `no-credential`, `auth-failed`, `too-large`, …
 */
export async function lookAt(
  site: Site,
  endpoint: Endpoint,
  expected: SerialNumber,
  signal: AbortSignal,
): Promise<Look> {
  return readBox(site, await recognise(site, endpoint, expected, signal), signal);
}

/** The same of a box that was just recognised. */
export async function readBox(site: Site, identity: Identity, signal: AbortSignal): Promise<Look> {
  const { serial, endpoint } = identity;
  if (serial === undefined) {
    const message = `the box at ${endpointText(endpoint)} does not tell its serial number by HTTP or SNMP`;
    throw new BoxError("not-understood", message, { address: endpoint.address });
  }
  if (!(await isEnrolled(site, serial))) return { serial, identity };
  const credential = await credentialOf(site, serial, identity);
  const { wires } = site.journal;
  wires.isAt(serial, identity.endpoint);
  const configuration = await rememberRefusal(site, serial, credential, () =>
    readConfiguration(site.wires, identity, { credential, signal }),
  );
  if (wires.digestSeen(identity.endpoint)) wires.rememberDigestOn(serial, identity.endpoint);
  return { serial, identity, configuration, credential };
}

/** Whether a person vouched for the box: in the configuration, or by `varsync enroll`. */
export async function isEnrolled(site: Site, serial: SerialNumber): Promise<boolean> {
  return site.boxes.has(serial) || (await site.journal.boxes.find(serial))?.enrolledAt !== undefined;
}

/** Does something that logs in; a refusal is remembered across runs. */
export async function rememberRefusal<T>(
  site: Site,
  serial: SerialNumber,
  credential: Credential,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BoxError && error.code === "auth-failed" && !(error instanceof LoginNotSentError)) {
      await site.journal.refused.refuse(serial, credential, site.clock.now());
    }
    throw error;
  }
}

async function credentialOf(site: Site, serial: SerialNumber, identity: Identity): Promise<Credential> {
  const { address } = identity.endpoint;
  const credential = await site.credentialFor({ serial, profile: identity.profile.id, address });
  if (credential === undefined) {
    throw new BoxError("no-credential", `no entry under credentials: matches ${serial}; add one`, { address, serial });
  }
  if (await site.journal.refused.isRefused(serial, credential)) {
    const message = `the box refused this user and password before; change the credential, or run varsync release ${serial}`;
    throw new BoxError("auth-failed", message, { address, serial });
  }
  return credential;
}

/**
 * Without a password. Only where neither HTTP nor SNMP tells a serial number like this is it asked for with a login, and
 * only at the very address under which the configuration lists the box.
 */
async function identifyVouched(
  site: Site,
  endpoint: Endpoint,
  expected: SerialNumber | undefined,
  signal: AbortSignal,
): Promise<Identity> {
  let silent: { identity: Identity } | { error: unknown };
  try {
    const identity = await identify(site.wires, endpoint, { signal });
    if (identity.serial !== undefined) return identity;
    silent = { identity };
  } catch (error) {
    if (!(error instanceof BoxError && error.code === "not-understood")) throw error;
    silent = { error };
  }
  const credential = expected && (await vouched(site, endpoint, expected));
  if (expected === undefined || credential === undefined) {
    if ("identity" in silent) return silent.identity;
    throw silent.error;
  }
  return rememberRefusal(site, expected, credential, () => identify(site.wires, endpoint, { signal, credential }));
}

/** The credential for a box that the configuration lists at this very address, unless the box refused it before. */
async function vouched(site: Site, endpoint: Endpoint, expected: SerialNumber): Promise<Credential | undefined> {
  const listed = site.boxes.get(expected)?.endpoint;
  if (listed?.address !== endpoint.address || listed.httpPort !== endpoint.httpPort) return undefined;
  const profile = (await site.journal.boxes.find(expected))?.profile ?? "";
  const credential = await site.credentialFor({ serial: expected, profile, address: endpoint.address });
  const refused = credential && (await site.journal.refused.isRefused(expected, credential));
  return refused ? undefined : credential;
}
