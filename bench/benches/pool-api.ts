import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { Request } from "autocannon";
import type { Account } from "../../src/pool/access/account.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import { killableServer } from "../../test/pool/server/killable-server.ts";
import { sessionOf } from "../../test/pool/server/running-server.ts";
import { atMostTimes, type Measurement } from "../measurement.ts";
import { median } from "../median.ts";
import { filledType, fillPool, serialOf } from "../pool/fill-pool.ts";
import { type Fired, fire, percentile } from "../pool/fire.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const sizes = { few: 10_000, many: 1_000_000 } as const;
const runs = 7;
const amount = 500;

type Size = keyof typeof sizes;
type Ask = (size: Size, token: string) => (request: Request) => Request;

const asks: Readonly<Record<string, Ask>> = {
  "POST license-keys": (size, token) => (request) => ({
    ...request,
    method: "POST",
    path: "/api/v1/license-keys",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ type: filledType, count: 1, serial: anySerial(size), customer: "innovaphone" }),
  }),
  "GET license-keys?serial=": (size, token) => (request) => ({
    ...request,
    method: "GET",
    path: `/api/v1/license-keys?serial=${anySerial(size)}`,
    headers: { authorization: `Bearer ${token}` },
  }),
};

/** The API of two server processes under autocannon, one with 10,000 license keys in its pool, one with a million. */
export async function* benchPoolApi(): AsyncGenerator<Measurement> {
  await using folder = await temporaryFolder();
  const file = (size: Size) => join(folder.path, `${size}.db`);
  const accounts = { few: await fillPool(file("few"), sizes.few), many: await fillPool(file("many"), sizes.many) };
  await using few = await serve(file("few"), accounts.few, "127.94.0.1");
  await using many = await serve(file("many"), accounts.many, "127.94.0.2");
  for (const [what, ask] of Object.entries(asks)) {
    const fired: Record<Size, Fired[]> = { few: [], many: [] };
    const turn = async (size: Size, { url, token }: Served) => {
      fired[size].push(await fire(url, amount, ask(size, token)));
    };
    for (let run = 0; run <= runs; run += 1) {
      const turns = [() => turn("few", few), () => turn("many", many)];
      for (const go of run % 2 === 0 ? turns : turns.reverse()) await go();
    }
    // The first run warms up.
    const cost = (size: Size) => median(fired[size].slice(1).map((one) => one.cost));
    const times = fired.many.slice(1).flatMap((one) => one.times);
    const keys = sizes.many.toLocaleString("en");
    const middle = { value: percentile(times, 0.5), unit: "ms", of: "the median" };
    yield atMostTimes(`${what}, ${keys} keys, p99`, { value: percentile(times, 0.99), unit: "ms" }, middle, 10);
    const reference = { value: cost("few"), unit: "ms", of: `with ${sizes.few.toLocaleString("en")}` };
    yield atMostTimes(`${what}, ${keys} keys, a request`, { value: cost("many"), unit: "ms" }, reference, 1.2);
  }
}

function anySerial(size: Size): string {
  return serialOf(randomInt(sizes[size] / 2));
}

interface Served extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
}

async function serve(file: string, account: Account, host: string): Promise<Served> {
  const token = await session(file, account);
  const server = await killableServer(file, host);
  return { url: server.url, token, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function session(file: string, account: Account): Promise<string> {
  await using pool = await openPool(file);
  return await sessionOf(pool, account);
}
