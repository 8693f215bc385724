import { rawLine } from "../../license/kept-line.ts";
import { parseLicenseLine } from "../../license/license-line.ts";
import { parseSerialNumber, type SerialNumber } from "../../license/serial-number.ts";
import { claimPredefined } from "../../pool/operations/claim-predefined.ts";
import { createLicenseKey } from "../../pool/operations/create-license-key.ts";
import type { LicenseKeyAnswer } from "../../pool/operations/fields.ts";
import type { LicenseManager } from "../../pool/operations/license-manager.ts";
import { listLicenseKeys } from "../../pool/operations/list-license-keys.ts";
import { lookUpKeyCodes } from "../../pool/operations/look-up-codes.ts";
import { reportAgent } from "../../pool/operations/report-agent.ts";
import { reportBox } from "../../pool/operations/report-box.ts";
import { reportHold } from "../../pool/operations/report-hold.ts";
import { reportSite } from "../../pool/operations/report-site.ts";
import { showBalance } from "../../pool/operations/show-balance.ts";
import { showBoxOffers } from "../../pool/operations/show-box-offers.ts";
import { showHead } from "../../pool/operations/show-head.ts";
import type { KeyFact, KeySource, OfferedLine } from "./key-source.ts";

/** Key codes that one request asks for. */
const codesAtOnce = 500;

/**
 * Keys from a pool server, as the agent whose token it is shown.
 * @param identity which pool it is, for what is remembered of it
 * @param site under whose name its boxes are reported
 */
export function serverPool(manager: LicenseManager, identity: string, site?: string): KeySource {
  const registered = new Set<SerialNumber>();
  // A site's token sees and claims what is for the site's own boxes only, and this one may be new.
  const register = async (serial: SerialNumber) => {
    if (registered.has(serial)) return;
    await manager.call(reportBox, { serial, ...atSite });
    registered.add(serial);
  };
  const atSite = site === undefined ? {} : { site };
  return {
    name: "pool",
    canCreate: true,
    async offers(serial) {
      await register(serial);
      const { licenseKeys, predefined } = await manager.call(showBoxOffers, { serial });
      return { lines: licenseKeys.map(offer), predefined };
    },
    balance: async () => (await manager.call(showBalance, {})).balance,
    spentToday: async (serial) => (await manager.call(showBoxOffers, { serial })).spentToday,
    claim: async (serial, { requestId }) =>
      (await manager.call(claimPredefined, { serial, requestId })).licenseKeys.flatMap(offerActive),
    create: async (request) => (await manager.call(createLicenseKey, request)).licenseKeys.flatMap(offerActive),
    async lookUp(codes) {
      const facts = new Map<string, KeyFact>();
      for (let start = 0; start < codes.length; start += codesAtOnce) {
        const answer = await manager.call(lookUpKeyCodes, { keys: codes.slice(start, start + codesAtOnce) });
        for (const { key, serial, ...fact } of answer.facts) {
          facts.set(key, { ...fact, ...(serial !== undefined && { serial: parseSerialNumber(serial) }) });
        }
      }
      return facts;
    },
    find: async (requestId) => (await manager.call(listLicenseKeys, { requestId })).licenseKeys.map(offer),
    async report(serial, installed) {
      await manager.call(reportBox, { serial, installed: [...installed], ...atSite });
    },
    async reportSite(name, boxes) {
      await manager.call(reportSite, { site: name, boxes: [...boxes] });
    },
    reportAgent: (report) => manager.call(reportAgent, report),
    holdBox: (serial, agent, forMs) => manager.call(reportHold, { serial, agent, forMs }),
    ledger: { identity, head: (sequence) => manager.call(showHead, { sequence }) },
    [Symbol.asyncDispose]: () => manager[Symbol.asyncDispose](),
  };
}

function offer(key: LicenseKeyAnswer): OfferedLine {
  return { line: parseLicenseLine(rawLine(key)), issuer: key.issuer, source: "pool" };
}

/** A revoked key must not be used on any device, also when an old request is answered with it. */
function offerActive(key: LicenseKeyAnswer): OfferedLine[] {
  return key.status === "active" ? [offer(key)] : [];
}
