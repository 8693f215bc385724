import { rawLine } from "../../license/kept-line.ts";
import { parseLicenseLine } from "../../license/license-line.ts";
import { type Account, checkEnabled, resolveAccount } from "../../pool/access/account.ts";
import { reportAgent } from "../../pool/ledger/agents.ts";
import { balanceOf } from "../../pool/ledger/balance.ts";
import { claim, claimable } from "../../pool/ledger/claim.ts";
import { createLicenseKey } from "../../pool/ledger/create-license-key.ts";
import { holdBox } from "../../pool/ledger/hold-box.ts";
import { keysOfBox } from "../../pool/ledger/keys-of-box.ts";
import { hashAt, ledgerHead } from "../../pool/ledger/ledger-head.ts";
import type { LicenseKey } from "../../pool/ledger/license-key.ts";
import { allLicenseKeys } from "../../pool/ledger/list-license-keys.ts";
import { lookUpCodes } from "../../pool/ledger/look-up-codes.ts";
import { reportInstalled } from "../../pool/ledger/report-installed.ts";
import { reportSite } from "../../pool/ledger/sites.ts";
import { spentToday } from "../../pool/ledger/spent-today.ts";
import { openPool, type Pool } from "../../pool/open-pool.ts";
import { databaseName, isPostgresAddress } from "../../store/postgres-address.ts";
import type { KeyFact, KeySource, OfferedLine } from "./key-source.ts";

/**
 * Keys from the pool in a database of this machine.
 * @param email the account; the only reseller account there is when it is missing
 * @throws StoreError, PoolError `account-needed`, `account-disabled`
 */
export async function openEmbeddedPool(
  database: string,
  email: string | undefined,
  now: () => Date,
): Promise<KeySource> {
  const pool = await openPool(database, now);
  try {
    const account = await resolveAccount(pool, email);
    checkEnabled(account);
    const source = poolSource(pool, account, databaseName(database));
    return isPostgresAddress(database) ? source : { ...source, reportAgent: neverTakesOver(source) };
  } catch (error) {
    await pool[Symbol.asyncDispose]();
    throw error;
  }
}

/** A file that was copied with the machine hears nothing of the agent there, however long it waits. */
function neverTakesOver({ reportAgent: report }: PoolSource): PoolSource["reportAgent"] {
  return async (told) => (told.moved === true ? { verdict: "wait" } : report(told));
}

type PoolSource = KeySource & Required<Pick<KeySource, "reportAgent">>;

/** Tells whose key a code is, and nothing more. */
export type CodeLookUp = Pick<KeySource, "lookUp"> & AsyncDisposable;

/** The pool in a database of this machine, whatever the account. @throws StoreError */
export async function openCodeLookUp(database: string, now: () => Date): Promise<CodeLookUp> {
  const pool = await openPool(database, now);
  return { lookUp: (codes) => factsOf(pool, codes), [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

async function factsOf(pool: Pool, codes: readonly string[]): Promise<ReadonlyMap<string, KeyFact>> {
  return new Map((await lookUpCodes(pool, codes)).map((key) => [key.key, toFact(key)]));
}

function poolSource(pool: Pool, account: Account, identity: string): PoolSource {
  const actor = { name: "operator", account };
  return {
    name: "pool",
    canCreate: true,
    async offers(serial) {
      const keys = await keysOfBox(pool, account, serial);
      return { lines: keys.map(offer), predefined: await claimable(pool, serial) };
    },
    balance: () => balanceOf(pool, account),
    spentToday: (serial) => spentToday(pool, account, serial),
    claim: async (serial, { requestId }) => (await claim(pool, actor, serial, requestId)).flatMap(offerActive),
    async create({ total, ...request }) {
      return (await createLicenseKey(pool, actor, { ...request, amount: { total } })).flatMap(offerActive);
    },
    lookUp: (codes) => factsOf(pool, codes),
    find: async (requestId) => (await allLicenseKeys(pool, account, { requestId })).map(offer),
    async report(serial, installed) {
      await reportInstalled(pool, actor, { serial, installed });
    },
    reportSite: (site, boxes) => reportSite(pool, actor, site, boxes),
    reportAgent: (report) => reportAgent(pool, actor, report),
    holdBox: (serial, agent, forMs) => holdBox(pool, actor, { serial, agent, forMs }),
    ledger: {
      identity,
      head: async (sequence) => ({
        ...(await ledgerHead(pool)),
        hashAt: sequence === undefined ? undefined : await hashAt(pool, sequence),
      }),
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function offer(key: LicenseKey): OfferedLine {
  return { line: parseLicenseLine(rawLine(key)), issuer: key.issuer, source: "pool" };
}

/** A revoked key must not be used on any device, also when an old request is answered with it. */
function offerActive(key: LicenseKey): OfferedLine[] {
  return key.status === "active" ? [offer(key)] : [];
}

function toFact({ status, type, count, serial, issuer }: LicenseKey): KeyFact {
  return { status, type, count, issuer, ...(serial && { serial }) };
}
