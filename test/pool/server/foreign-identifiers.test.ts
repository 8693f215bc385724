import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import fc from "fast-check";
import type { Test } from "tap";
import { parseSerialNumber, tryParseSerialNumber } from "../../../src/license/serial-number.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { insertAccount } from "../../../src/pool/access/insert-account.ts";
import { insertPerson } from "../../../src/pool/access/insert-person.ts";
import { invite } from "../../../src/pool/access/invite.ts";
import { newActivationKeyCode } from "../../../src/pool/ledger/activation-key-code.ts";
import { reportAgent } from "../../../src/pool/ledger/agents.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { reportSite } from "../../../src/pool/ledger/sites.ts";
import { inTransaction, type Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";
import { type DescribedOperation, readApiDocument, type Schema } from "./api-document.ts";
import { agentToken, runningServer, sessionOf } from "./running-server.ts";
import { allowedRequest, type HeadedAnswer, send, type WireRequest } from "./wire-request.ts";

const host = "127.61.65.1";
const runs = 3;
const unlimited = { perToken: 1e9, perAddress: 1e9, refusedPerAddress: 1e9 };

/** What no account owns. A new name in the document must come here, or among what Anna has. */
const owned =
  /^(id|serial|serials|newSerial|f_mac|email|to|auditorOf|varsync-account|site|agent|activationKeys?|requestId|idempotency-key|cursor|installed|after)$/;
const free = new Set(
  `name password oldPassword agreement code role scopes expires perBox perDay type count total customer location
  description licenseKeys licenses files content keys boxes why removed limit since status search sequence hash forMs
  next everyMs moved state outcome error
  address product firmware nextTry waitingFor approval message setAside`.split(/\s+/),
);

t.test("by no route does anybody learn from an identifier whether another account has it", async (t) => {
  const { pool, newTwins, known } = await annasPool(t);
  const server = await runningServer(t, pool, host, { limits: unlimited });
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const reached = new Set<string>();
  const operations = await readApiDocument(server);
  t.same(
    operations.flatMap(namesOf).filter((name) => !owned.test(name) && !free.has(name)),
    [],
  );
  for (const operation of operations) {
    for (const role of callers) {
      const asked = fc.asyncProperty(allowedRequest(operation, known), async (wire) => {
        const twins = newTwins();
        const invented = otherwise(wire, twins);
        if (JSON.stringify(invented) === JSON.stringify(wire)) return;
        reached.add(operation.id);
        const answers: string[] = [];
        for (const one of [wire, invented]) {
          const token = await stranger(pool, role, twins);
          answers.push(blank(await send(agent, server.url, operation.method, one, token), twins));
        }
        if (answers[0] === answers[1]) return;
        throw new Error(`${operation.id} as ${role}: ${JSON.stringify(wire)}\n${answers.join("\n")}`);
      });
      await fc.assert(asked, { numRuns: runs });
    }
  }
  const withOwned = operations.filter((operation) => namesOf(operation).some((name) => owned.test(name)));
  t.same(
    withOwned.map(({ id }) => id).filter((id) => !reached.has(id)),
    [],
  );
});

/** Names of all that a request may have in it. */
function namesOf({ parameters, body }: DescribedOperation): string[] {
  return [...parameters.map(({ name }) => name), ...fieldsOf(body)];
}

function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, items, additionalProperties } = schema as Schema & { readonly properties?: object };
  const own = Object.entries(properties ?? {}).flatMap(([name, below]) => [name, ...fieldsOf(below)]);
  return [...own, ...fieldsOf(items), ...fieldsOf(additionalProperties)];
}

type Twins = readonly (readonly [real: string, invented: string])[];

/** The same request with identifiers that nobody has. */
function otherwise({ path, headers, body }: WireRequest, twins: Twins): WireRequest {
  const change = (text: string) =>
    twins.reduce(
      (changed, [real, invented]) =>
        changed.replaceAll(encodeURIComponent(real), encodeURIComponent(invented)).replaceAll(real, invented),
      text,
    );
  return {
    path: change(path),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)])),
    body: body === undefined ? undefined : change(body),
  };
}

/** An answer without what differs from answer to answer, and without the identifiers that were sent. */
function blank({ status, headers, text }: HeadedAnswer, twins: Twins): string {
  const { date: _, etag: __, "x-request-id": ___, "content-length": ____, ...rest } = headers;
  const named = twins.reduce((changed, [real, invented], index) => {
    return changed.replaceAll(real, `‹${index}›`).replaceAll(invented, `‹${index}›`);
  }, text);
  const blanked = named.replaceAll(
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{4}(-[0-9a-f]{4}){3}|[0-9a-f]{64}|varsync-\w+-[\w-]+|\d{4}-\d\d-\d\dT[\d:.]+Z/g,
    "…",
  );
  return JSON.stringify([status, rest, blanked.replaceAll(/"(sequence|cursor|next)":("[^"]*"|\d+)/g, "…")]);
}

/** Anna has something of everything. */
async function annasPool(t: Test) {
  const { pool, reseller: anna } = await examplePool(t);
  await addReseller(pool, "dora@example.com");
  const agentId = randomUUID();
  await credit(pool, anna, { "PBX-Operators": 10, "Relay-BRIs": 10 });
  const [spent, offered] = [
    await credit(pool, anna, { "DECT-Users": 5 }),
    await credit(pool, anna, { "DECT-Users": 5 }),
  ];
  const waiting = parseSerialNumber("00-90-33-0a-0b-0c");
  for (const serial of [thisBox, waiting]) await predefine(pool, "operator", { serial, type: "Relay-PRIs", count: 1 });
  const actor = actFor(anna);
  const ask = { amount: { count: 1 }, customer: "innovaphone", requestId: "annas order" };
  const keys = [
    ...(await claim(pool, actor, thisBox)),
    ...(await createLicenseKey(pool, actor, { ...ask, type: "Relay-BRIs", serial: thisBox })),
    ...(await createLicenseKey(pool, actor, { ...ask, type: "PBX-Operators", requestId: "annas other order" })),
    ...(await createLicenseKey(pool, actor, { ...ask, type: "DECT-Users", requestId: "annas third order" })),
  ];
  const transfer = await offerTransfer(pool, actor, offered, "carl@example.com");
  const token = await createToken(pool, actor, { scopes: ["read"], site: "annas-site", expires: "30d" });
  await invite(pool, actor, { email: "dora@example.com", role: "member" });
  await reportSite(pool, actor, "annas-site", [{ serial: thisBox }, { serial: otherBox }]);
  const report = { site: "annas-site", agent: agentId, next: randomUUID(), everyMs: 60_000 };
  await reportAgent(pool, actor, report);
  const ids = [...keys, transfer, token].map(({ id }) => id);
  const requestIds = ["annas order", "annas other order"];
  const emails = ["anna@example.com", "dora@example.com"];
  const serials = [thisBox, otherBox];
  const newTwins = (): Twins => {
    const random = () => randomUUID().slice(0, 6);
    const serial = () => parseSerialNumber(`009033${random()}`);
    return [
      ...[...ids, agentId].map((id): [string, string] => [id, randomUUID()]),
      ...keys.map(({ key }): [string, string] => [
        key,
        randomUUID()
          .slice(4, 23)
          .replace(/^(....)./, "$1-"),
      ]),
      ...[spent, offered].map((code): [string, string] => [code, newActivationKeyCode()]),
      ...serials.map((one): [string, string] => [one, serial()]),
      ...emails.map((one): [string, string] => [one, `${random()}@example.com`]),
      ...["annas-site", ...requestIds].map((one): [string, string] => [one, `nones ${random()}`]),
    ];
  };
  const known = {
    id: ids,
    ...{ serial: serials, newSerial: serials, f_mac: serials, serials },
    ...{ email: emails, to: emails, auditorOf: emails, "varsync-account": emails },
    ...{ site: ["annas-site"], agent: [agentId], after: [report.next], installed: keys.map(({ key }) => key) },
    ...{ activationKey: [spent, offered], activationKeys: [spent, offered] },
    ...{ requestId: requestIds, "idempotency-key": requestIds },
    cursor: ids.map((id) => `1.${id}`),
    ...{
      password: ["wrong horse"],
      oldPassword: ["wrong horse"],
      agreement: ["1"],
      type: ["PBX-Operators", "Relay-BRIs"],
    },
    ...{ count: [1, 2], total: [1, 2], expires: ["30d"], customer: ["innovaphone"] },
  };
  return { pool, newTwins, known };
}

const callers = ["owner", "auditor", "agent of a site", "agent of a box", "anyone"] as const;

/** The token of somebody whose account did nothing before, and has all boxes that are asked for. */
async function stranger(pool: Pool, role: (typeof callers)[number], twins: Twins): Promise<string | undefined> {
  // Tries are limited in rate.
  await pool.db.deleteFrom("attempt").execute();
  if (role === "anyone") return undefined;
  const email = `${randomUUID()}@example.com`;
  const account = await inTransaction(pool, async (transaction) => {
    const person = await insertPerson(transaction, { email, name: "Bert" }, "no password");
    return insertAccount(transaction, { email, name: "Bert", role: "reseller" }, person);
  });
  await credit(pool, account, { "PBX-Operators": 100, "Relay-BRIs": 100 });
  const serials = twins.flat().flatMap((one) => tryParseSerialNumber(one) ?? []);
  const boxes = serials.map((serial) => ({ serial }));
  await reportSite(pool, actFor(account), "berts-site", boxes);
  if (role === "owner" || role === "auditor") return sessionOf(pool, account, role);
  const limits = role === "agent of a site" ? { site: "berts-site" } : { site: null, serials: JSON.stringify(serials) };
  return agentToken(pool, account, ["read", "claim", "create"], { per_box: 100, per_day: 100, ...limits });
}
