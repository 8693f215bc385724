import fc from "fast-check";
import type { ByteText } from "../../../src/license/byte-text.ts";
import { parseLicenseLine } from "../../../src/license/license-line.ts";
import type { Account } from "../../../src/pool/access/account.ts";
import { activate } from "../../../src/pool/ledger/activate.ts";
import { assignLicenseKey } from "../../../src/pool/ledger/assign-license-key.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { createLicenseKeys } from "../../../src/pool/ledger/create-license-keys.ts";
import { acceptTransfer, declineTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { importKeys } from "../../../src/pool/ledger/import-keys.ts";
import { importedKey } from "../../../src/pool/ledger/imported-key.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import type { LicenseKey } from "../../../src/pool/ledger/license-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { replaceBox } from "../../../src/pool/ledger/replace-box.ts";
import { reportInstalled } from "../../../src/pool/ledger/report-installed.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { listTransfers } from "../../../src/pool/ledger/transfer.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { credit, otherBox, thisBox } from "../example-pool.ts";

const types = ["PBX-Registrations", "PBX-Operators", "Relay-BRIs"] as const;
const issuer = { name: "issuer@example.com" };
const who = fc.nat(1);
const type = fc.constantFrom(...types);
const count = fc.integer({ min: 1, max: 12 });
const serial = fc.constantFrom(thisBox, otherBox, undefined);
const requestId = fc.option(fc.constantFrom("r1", "r2", "r3"), { nil: undefined });
const amount = fc.oneof(fc.record({ count }), fc.record({ total: count }));

const create = fc.record({ kind: fc.constant("create" as const), who, type, amount, serial, requestId });
/** Everything that a pool is asked for, in a small world, so that the same things meet often. */
export const operation = fc.oneof(
  fc.record({ kind: fc.constant("credit" as const), who, licenses: fc.dictionary(type, count, { minKeys: 1 }) }),
  fc.record({ kind: fc.constant("activate-again" as const), who }),
  { arbitrary: create, weight: 5 },
  fc.record({ kind: fc.constant("create-again" as const), who, back: fc.nat(3) }),
  fc.record({ kind: fc.constant("predefine" as const), who, type, serial: fc.constantFrom(thisBox, otherBox), count }),
  fc.record({ kind: fc.constant("claim" as const), who, serial: fc.constantFrom(thisBox, otherBox), requestId }),
  fc.record({ kind: fc.constant("revoke" as const), who, removed: fc.boolean() }),
  fc.record({ kind: fc.constant("report" as const), who, serial: fc.constantFrom(thisBox, otherBox) }),
  fc.record({ kind: fc.constant("replace" as const), who, back: fc.boolean() }),
  fc.record({ kind: fc.constant("assign" as const), who, serial: fc.constantFrom(thisBox, otherBox) }),
  fc.record({ kind: fc.constant("import" as const), who, code: fc.nat(3), type, serial, requestId }),
  fc.record({
    kind: fc.constant("batch" as const),
    who,
    batch: fc.array(fc.record({ type, count, serial }), { minLength: 1, maxLength: 3 }),
    requestId,
  }),
  fc.record({ kind: fc.constant("transfer" as const), who, back: fc.nat(3) }),
  fc.record({ kind: fc.constant("decide" as const), who, accept: fc.boolean() }),
);
type CreateOperation = typeof create extends fc.Arbitrary<infer T> ? T : never;
export type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** A pool with two accounts, and what they came by. */
export interface World {
  readonly pool: Pool;
  readonly accounts: readonly Account[];
  readonly activationKeys: string[];
  readonly keys: LicenseKey[];
  readonly asked: CreateOperation[];
}

/** @throws PoolError, LicenseError for what the pool refuses */
export async function perform(world: World, operation: Operation): Promise<void> {
  const { pool, accounts, activationKeys, keys, asked } = world;
  const account = accounts[operation.who];
  if (account === undefined) throw new Error("there is no such account");
  switch (operation.kind) {
    case "credit":
      activationKeys.push(await credit(pool, account, operation.licenses));
      return;
    case "activate-again": {
      const fresh = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 1]]));
      await activate(pool, actFor(account), [fresh, ...activationKeys.slice(-1)]);
      return;
    }
    case "create":
      asked.push(operation);
      keys.push(...(await createLicenseKey(pool, actFor(account), operation)));
      return;
    case "create-again": {
      const before = asked.at(-1 - operation.back);
      if (before) keys.push(...(await createLicenseKey(pool, actFor(accounts[before.who] ?? account), before)));
      return;
    }
    case "predefine":
      await predefine(pool, "operator", operation);
      return;
    case "claim":
      keys.push(...(await claim(pool, actFor(account), operation.serial, operation.requestId)));
      return;
    case "revoke":
      await revokeLicenseKey(pool, issuer, keys.at(-1)?.id ?? "", { why: "wrong data", removed: operation.removed });
      return;
    case "report":
      await reportInstalled(pool, actFor(account), { serial: operation.serial, installed: [] });
      return;
    case "replace": {
      const [serial, newSerial] = operation.back ? [otherBox, thisBox] : [thisBox, otherBox];
      keys.push(...(await replaceBox(pool, issuer, { serial, newSerial, why: "broken" })).licenseKeys);
      return;
    }
    case "assign": {
      const free = keys.findLast(({ serial, status }) => serial === undefined && status === "active");
      await assignLicenseKey(pool, actFor(account), free?.id ?? "", operation.serial);
      return;
    }
    case "import": {
      const { type, serial = "", code, requestId } = operation;
      const [variable, name] = type.split("-");
      const raw = `vars create LICENSE/${variable}0 pau ${name}=7,${serial},M\xfcller,,,9e2d-7985-3e84-000${code}`;
      const key = importedKey(parseLicenseLine(raw as ByteText));
      keys.push(...(await importKeys(pool, actFor(account), [{ source: "master.txt:1", key }], requestId)).imported);
      return;
    }
    case "batch":
      keys.push(...(await createLicenseKeys(pool, actFor(account), operation.batch, operation.requestId)));
      return;
    case "transfer": {
      const code = activationKeys.at(-1 - operation.back);
      const other = accounts.find(({ id }) => id !== account.id);
      if (code && other) await offerTransfer(pool, actFor(account), code, other.email);
      return;
    }
    case "decide": {
      const open = (await listTransfers(pool.db, account, { limit: 1000 })).items.find(
        ({ status }) => status === "offered",
      );
      const decide = operation.accept ? acceptTransfer : declineTransfer;
      if (open) await decide(pool, actFor(account), open.id);
    }
  }
}
