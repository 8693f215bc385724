import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import { answerStore } from "../../src/agent/keys/answers/answer-store.ts";
import { signingKey } from "../../src/cli/signing-key.ts";
import { writeLicenseAnswer } from "../../src/license/air-gap/license-answer.ts";
import { newLicenseRequest, writeLicenseRequest } from "../../src/license/air-gap/license-request.ts";
import { writeLicenseLine } from "../../src/license/license-line.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { authenticate } from "../../src/pool/access/authenticate.ts";
import { createToken } from "../../src/pool/access/create-token.ts";
import { invite } from "../../src/pool/access/invite.ts";
import type { Role } from "../../src/pool/access/role.ts";
import { backupPool } from "../../src/pool/copy/backup-pool.ts";
import { claim } from "../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../src/pool/ledger/create-license-key.ts";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import { offerTransfer } from "../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../src/pool/ledger/predefine.ts";
import type { Pool } from "../../src/pool/open-pool.ts";
import { actFor } from "../pool/act-for.ts";
import { addReseller, credit, otherBox, thisBox } from "../pool/example-pool.ts";
import { sessionOfStaff } from "./session-of-staff.ts";

/** For boxes that nothing else is about. */
const quietBox = parseSerialNumber("00-90-33-0a-0a-0a");

/** For whom and with what a command line is made. */
export interface CommandWorld {
  readonly pool: Pool;
  /** The account that the command is for. */
  readonly account: Account;
  /** Another one. */
  readonly other: Account;
  readonly role: Role;
  /** E-mail address of the person who is logged in, if one is. */
  readonly self: string | undefined;
  readonly folder: string;
  /** Answers the name. */
  write(name: string, content: string): Promise<string>;
}

/** A way to call a command so that it succeeds for whoever may. */
export interface CommandLine {
  /** What it asks of a pool server, by name of the operation. */
  readonly asks: readonly string[];
  /** Where it does something; elsewhere it is a mistake of the configuration. */
  readonly at?: "database" | "server";
  /** On the database it is done as the issuer whose account is named, and for nobody else's. */
  readonly issuing?: true;
  /** It needs somebody with a password, although the operation lets in anyone and looks for itself. */
  readonly person?: true;
  /** Words behind the command's. */
  words(world: CommandWorld): Promise<readonly string[]> | readonly string[];
}

const fresh = () => `${randomUUID()}@example.com`;
const password = ["--password-file", "password"];
const person = ["--name", "Carl", ...password];
const why = ["--why", "wrong data"];
const none = () => [];

async function keyFor({ pool, account }: CommandWorld, serial?: typeof thisBox): Promise<string> {
  await credit(pool, account, { "PBX-Operators": 1 });
  const made = await createLicenseKey(pool, actFor(account), { type: "PBX-Operators", amount: { count: 1 }, serial });
  return made[0]?.id ?? "";
}

async function offer(pool: Pool, from: Account, to: Account): Promise<string> {
  return (await offerTransfer(pool, actFor(from), await credit(pool, from, { "DECT-Users": 5 }), to.email)).id;
}

async function waiting({ pool }: CommandWorld): Promise<string> {
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  return thisBox;
}

/** The e-mail address of somebody else who works for the account. */
async function memberOf({ pool, account }: CommandWorld): Promise<string> {
  return (await authenticate(pool, await sessionOfStaff(pool, account, "member"))).name;
}

function licenseRequest(count: number) {
  const requests = count === 0 ? [] : [{ serial: quietBox, type: "PBX-Operators", count, total: count }];
  return newLicenseRequest({ site, boxes: [quietBox], requests }, new Date());
}

/** Of the configuration that the commands are run with. */
export const site = "sindelfingen";

/** Every command that has to do with a pool, by its words. */
export const poolCommandLines: Readonly<Record<string, readonly CommandLine[]>> = {
  "pool agreement": [{ at: "server", asks: ["show-agreement"], words: none }],
  "pool register": [
    {
      at: "server",
      asks: ["show-agreement", "register-account"],
      words: () => [fresh(), ...person, "--accept-agreement"],
    },
  ],
  "pool login": [{ at: "server", asks: ["begin-session"], words: ({ account }) => [account.email, ...password] }],
  "pool logout": [{ at: "server", person: true, asks: ["end-session"], words: none }],
  "pool account add": [
    { asks: ["add-account"], words: () => [fresh(), ...person] },
    { asks: ["add-account"], words: () => [fresh(), ...person, "--issuer"] },
    { asks: ["add-auditor"], words: ({ account }) => [fresh(), ...person, "--auditor-of", account.email] },
  ],
  "pool account list": [{ asks: ["list-accounts"], words: none }],
  "pool account disable": [
    { asks: ["disable-account"], words: async ({ pool }) => [(await addReseller(pool, fresh())).email] },
  ],
  "pool account enable": [
    { asks: ["enable-account"], words: async ({ pool }) => [(await addReseller(pool, fresh())).email] },
  ],
  "pool account set-password": [
    {
      person: true,
      asks: ["show-caller", "change-password"],
      words: ({ self, account }) => [self ?? account.email, ...password, "--old-password-file", "password"],
    },
  ],
  "pool account invite": [{ asks: ["invite-person"], words: () => [fresh()] }],
  "pool account join": [
    {
      asks: ["show-agreement", "join-account"],
      words: async ({ pool, account, self = fresh() }) => {
        const { code } = await invite(pool, actFor(account), { email: self, role: "member" });
        return [code, ...person, "--accept-agreement"];
      },
    },
  ],
  "pool account leave": [
    {
      asks: ["leave-account"],
      words: async (world) => (["member", "auditor"].includes(world.role) ? [] : [await memberOf(world)]),
    },
  ],
  "pool token create": [
    { asks: ["create-token"], words: () => ["--scope", "read", "--site", "hq", "--expires", "30d"] },
  ],
  "pool token list": [{ asks: ["list-tokens"], words: none }],
  "pool token revoke": [
    {
      asks: ["revoke-token"],
      words: async ({ pool, account }) => {
        const limits = { scopes: ["read"], site: "hq", expires: "30d" } as const;
        return [(await createToken(pool, actFor(account), limits)).id];
      },
    },
  ],
  "pool issue-activation": [
    { issuing: true, asks: ["issue-activation-key"], words: () => ["--type", "PBX-Operators", "--count", "1"] },
  ],
  "pool predefine": [
    {
      issuing: true,
      asks: ["predefine-license"],
      words: () => ["--serial", otherBox, "--type", "Relay-PRIs", "--count", "1"],
    },
  ],
  "pool activate": [
    {
      asks: ["add-activation-keys"],
      words: async ({ pool }) => [await issueActivationKey(pool, "operator", new Map([["DECT-Users", 1]]))],
    },
  ],
  "pool activations": [{ asks: ["list-activation-keys"], words: none }],
  "pool balance": [{ asks: ["show-balance"], words: none }],
  "pool create-key": [
    {
      asks: ["create-license-key"],
      words: async ({ pool, account }) => {
        await credit(pool, account, { "PBX-Operators": 1 });
        return ["--type", "PBX-Operators", "--count", "1", "--serial", thisBox, "--yes"];
      },
    },
    {
      asks: ["create-license-keys"],
      words: async ({ pool, account, write }) => {
        await credit(pool, account, { "PBX-Operators": 1 });
        return ["--from", await write("many.csv", "type,count\nPBX-Operators,1\n"), "--yes"];
      },
    },
  ],
  "pool claim": [{ asks: ["claim-predefined"], words: async (world) => [await waiting(world), "--yes"] }],
  "pool unclaim": [
    {
      issuing: true,
      asks: ["unclaim-predefined"],
      words: async (world) => {
        await waiting(world);
        await claim(world.pool, actFor(world.account), thisBox);
        return [thisBox, ...why];
      },
    },
  ],
  "pool import": [
    {
      asks: ["import-license-files"],
      words: async ({ write }) => {
        const key = randomUUID()
          .replaceAll("-", "")
          .slice(0, 16)
          .replace(/(....)(?=.)/g, "$1-");
        const line = writeLicenseLine({ type: "PBX-Operators", count: 1, serial: thisBox, key });
        return [await write("vendor.txt", `${line}\r\n`)];
      },
    },
  ],
  "pool keys": [{ asks: ["list-license-keys"], words: none }],
  "pool file": [
    {
      asks: ["show-license-file"],
      words: async (world) => {
        await keyFor(world, thisBox);
        return [thisBox];
      },
    },
  ],
  "pool sites": [{ asks: ["list-sites"], words: none }],
  "pool audit": [
    { asks: ["list-audit"], words: none },
    { asks: ["verify-ledger"], words: () => ["--verify"] },
    { asks: ["show-head"], words: () => ["--export-head", "head"] },
  ],
  "pool warnings": [{ asks: ["list-warnings"], words: none }],
  "pool webhooks list": [{ at: "database", asks: [], words: none }],
  "pool webhooks retry": [{ at: "database", asks: [], words: () => ["--all"] }],
  "pool assign": [{ asks: ["assign-license-key"], words: async (world) => [await keyFor(world), thisBox] }],
  "pool replace": [
    {
      issuing: true,
      asks: ["replace-box"],
      words: async (world) => {
        await keyFor(world, thisBox);
        return [thisBox, otherBox, ...why];
      },
    },
  ],
  "pool revoke": [
    {
      issuing: true,
      asks: ["revoke-license-key"],
      words: async (world) => [await keyFor(world, thisBox), ...why],
    },
  ],
  "pool transfer": [
    {
      asks: ["offer-transfer"],
      words: async ({ pool, account, other }) => [
        await credit(pool, account, { "DECT-Users": 5 }),
        "--to",
        other.email,
      ],
    },
  ],
  "pool transfers": [{ asks: ["list-transfers"], words: none }],
  "pool accept": [
    { asks: ["accept-transfer"], words: async ({ pool, account, other }) => [await offer(pool, other, account)] },
  ],
  "pool decline": [
    { asks: ["decline-transfer"], words: async ({ pool, account, other }) => [await offer(pool, account, other)] },
  ],
  "pool answer": [
    {
      asks: ["list-predefined", "create-license-key", "list-license-keys"],
      words: async ({ pool, account, write }) => {
        await credit(pool, account, { "PBX-Operators": 10_000 });
        requested += 1;
        return [
          await write("request.json", writeLicenseRequest(licenseRequest(requested))),
          "--out",
          "answer",
          "--yes",
        ];
      },
    },
  ],
  "pool serve": [{ at: "database", asks: [], words: () => ["--listen", "127.84.7.9:0"] }],
  "pool copy": [{ asks: [], words: () => ["--from", "pool.db", "--to", `${randomUUID()}.db`] }],
  "pool backup": [{ at: "database", asks: [], words: () => [`${randomUUID()}.db`] }],
  "pool restore": [
    {
      at: "database",
      asks: [],
      words: async ({ pool, role, folder, write }) => {
        const [backup, database] = [`${randomUUID()}.db`, `./${randomUUID()}.db`];
        await backupPool(pool, join(folder, backup), new AbortController().signal);
        if (role !== "operator") return [backup];
        const config = stringify({ networks: ["127.84.0.0/30"], stateDir: "./restored", pool: { database } });
        return [backup, "--config", await write("restored.yaml", config)];
      },
    },
  ],
  "keys request": [{ asks: [], words: () => ["--out", `${randomUUID()}.json`] }],
  "keys import": [
    {
      asks: [],
      words: async ({ folder, write }) => {
        const request = licenseRequest(0);
        await answerStore(join(folder, "state")).keepRequest(request);
        const [issuedAt, expiresAt] = ["2026-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z"];
        const about = { requestId: request.id, site, issuedAt, expiresAt, licenseKeys: [] };
        const signer = await signingKey(join(folder, "state"));
        return [await write("signed", writeLicenseAnswer({ kind: "varsync-license-answer", ...about }, signer))];
      },
    },
  ],
};

let requested = 0;
