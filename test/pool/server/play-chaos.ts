import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { balanceOf } from "../../../src/pool/ledger/balance.ts";
import { openPool, type Pool } from "../../../src/pool/open-pool.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, credit } from "../reseller.ts";
import { killableServer } from "./killable-server.ts";
import { ask, sessionOf } from "./running-server.ts";

/** What is done to two servers of one pool. */
export interface Chaos {
  /** Address of a new PostgreSQL database. */
  readonly database: string;
  /** A loopback address for the servers. */
  readonly host: string;
  readonly creators: number;
  readonly seconds: number;
  readonly killEveryMs: number;
}

/** What came of it. */
export interface ChaosOutcome {
  readonly acknowledged: number;
  /** Times that the balance was empty: so it was raced for. */
  readonly short: number;
  /** Requests that were sent again, since no answer came. */
  readonly sentAgain: number;
  readonly kills: number;
  /** What must never be. */
  readonly faults: readonly string[];
}

/** What one request came to; `undefined` when nobody knows. */
type Answer = { readonly key: string } | "short" | undefined;

const type = "PBX-Registrations";
const created = z.object({ licenseKeys: z.tuple([z.object({ key: z.string() })]) });

/**
 * Creators ask two server processes for license keys, while one of them is killed and started again and again. The
 * balance is filled up in small portions and only when it is empty, so they race for its last licenses all the time.
 */
export async function playChaos({ database, host, creators, seconds, killEveryMs }: Chaos): Promise<ChaosOutcome> {
  await using pool = await openPool(database);
  const reseller = await addReseller(pool, "anna@example.com");
  const token = await sessionOf(pool, reseller);
  const acknowledged = new Map<string, string>();
  const faults: string[] = [];
  const count = { short: 0, sentAgain: 0, kills: 0 };
  let over = false;

  const send = async (url: string, id: string): Promise<Answer> => {
    const json = { type, count: 1, serial: `00-90-33-00-00-${id.slice(-2)}` };
    const init = { method: "POST", token, json, headers: { "idempotency-key": id } };
    const answer = await ask(`${url}/api/v1/license-keys`, init).catch(() => undefined);
    if (answer === undefined || answer.status === 503) return undefined;
    if (answer.status === 201) return created.parse(answer.json).licenseKeys[0];
    if (answer.status === 409 && answer.text.includes('"short-of-licenses"')) return "short";
    faults.push(`answered with ${answer.status} ${answer.text}`);
    return "short";
  };
  {
    await using steady = await killableServer(database, host);
    await using shaken = await killableServer(database, host);
    const creator = async (index: number) => {
      for (let number = 0; !over; number += 1) {
        const id = `${number}-of-${String(index).padStart(2, "0")}`;
        // Every fifth request is sent to both at the same moment.
        let urls = number % 5 === 0 ? [steady.url, shaken.url] : [number % 2 === 0 ? steady.url : shaken.url];
        for (;;) {
          const answers = await Promise.all(urls.map((url) => send(url, id)));
          const keys = answers.flatMap((answer) => (typeof answer === "object" ? [answer.key] : []));
          if (new Set(keys).size > 1) faults.push(`two keys for the request ${id}`);
          if (keys[0] !== undefined) acknowledged.set(id, keys[0]);
          if (answers.every((answer) => answer !== undefined)) {
            if (keys.length === 0) count.short += 1;
            break;
          }
          count.sentAgain += 1;
          urls = [urls[0] === steady.url ? shaken.url : steady.url];
          await setTimeout(50);
        }
      }
    };
    const filler = async () => {
      for (; !over; await setTimeout(50)) {
        const left = (await balanceOf(pool, reseller))[0]?.left ?? 0;
        if (left < 0) faults.push(`${left} are left`);
        if (left === 0) await credit(pool, reseller, { [type]: 20 });
      }
    };
    const killer = async () => {
      for (; !over; await setTimeout(killEveryMs)) {
        await shaken.killAndRestart();
        count.kills += 1;
      }
    };
    const all = Promise.all([...Array.from({ length: creators }, (_, index) => creator(index)), filler(), killer()]);
    await setTimeout(seconds * 1000);
    over = true;
    await all;
  }
  faults.push(...(await faultsIn(pool, acknowledged)));
  return { ...count, acknowledged: acknowledged.size, faults };
}

/** @param acknowledged request id to key code */
async function faultsIn(pool: Pool, acknowledged: ReadonlyMap<string, string>): Promise<string[]> {
  const rows = await pool.db.selectFrom("license_key").select(["request_id", "code"]).execute();
  const codes = new Map(rows.map(({ request_id, code }) => [request_id, code]));
  const lost = [...acknowledged].filter(([id, key]) => codes.get(id) !== key);
  const { broken } = await verifyLedger(pool);
  return [
    ...(codes.size < rows.length ? ["a request id has two keys"] : []),
    ...lost.map(([id]) => `the acknowledged key of ${id} is not there`),
    ...(broken ? [broken.message] : []),
    ...(await contradictions(pool)),
  ];
}
