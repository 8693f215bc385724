import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@hey-api/openapi-ts";
import t from "tap";
import { z } from "zod";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { examplePool } from "../example-pool.ts";
import { runningServer, sessionOf } from "./running-server.ts";

const host = "127.61.57.1";
const typescript = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

/** What a stranger writes who has nothing but the document. */
const program = `
import { createClient } from "./client/client/index.ts";
import * as api from "./client/sdk.gen.ts";
import type { Problem } from "./client/types.gen.ts";

export async function play(url: string, issuerToken: string) {
  let token = issuerToken;
  const client = createClient({ baseUrl: url, auth: () => token });
  const email = "chris@example.com";
  const password = "a long password";
  const licenses = { "PBX-Registrations": 40, "Relay-BRIs": 2 };
  const issued = await api.issueActivationKey({ client, body: { licenses } });
  const { data: agreement } = await api.showAgreement({ client });
  await api.registerAccount({ client, body: { email, name: "Chris", password, agreement: agreement?.version ?? "" } });
  token = (await api.beginSession({ client, body: { email, password } })).data?.token ?? "";
  const activationKeys = [issued.data?.activationKey ?? ""];
  const added = await api.addActivationKeys({ client, body: { activationKeys } });
  const order = {
    client,
    headers: { "idempotency-key": "order 1" },
    body: { type: "PBX-Registrations", count: 37, serial: "00:90:33:01:02:9F", customer: "M\\u00fcller, S\\u00f6hne" },
  };
  const first = await api.createLicenseKey(order);
  const again = await api.createLicenseKey(order);
  const path = { serial: "00-90-33-01-02-9f" };
  const file: string | undefined = (await api.showLicenseFile({ client, path })).data;
  const listed = await api.listLicenseKeys({ client, query: { serial: path.serial, limit: 10 } });
  const claim = await api.claimPredefined({ client, path });
  const short = await api.createLicenseKey({ ...order, headers: {} });
  const problem: Problem | undefined = short.error;
  await api.endSession({ client });
  const after = await api.showBalance({ client });
  return {
    loaded: added.data?.balance.map(({ type, left }) => \`\${type}=\${left}\`),
    created: first.data?.licenseKeys.map(({ line }) => line),
    sameKey: again.data?.licenseKeys[0]?.id === first.data?.licenseKeys[0]?.id,
    file,
    listed: listed.data?.licenseKeys.map(({ line }) => line),
    claim: claim.error?.code,
    short: [problem?.status, problem?.code],
    after: after.error?.code,
  };
}
`;

t.test("a client generated from the document is type-checked, and works", async (t) => {
  const { pool } = await examplePool(t);
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, vendor);
  const server = await runningServer(t, pool, host);
  const folder = t.testdir({ "openapi.json": (await server.ask("/openapi.json")).text });
  await createClient({
    input: join(folder, "openapi.json"),
    output: { path: join(folder, "client"), module: { extension: ".ts" } },
    plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
    logs: { level: "silent" },
  });
  await writeFile(join(folder, "program.ts"), program);
  const compilerOptions = {
    target: "esnext",
    lib: ["esnext", "dom", "dom.iterable"],
    types: [],
    module: "nodenext",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  const types = await promisify(execFile)(process.execPath, [typescript, "-p", folder]).catch(
    (error: { readonly stdout: string }) => error,
  );
  t.equal(types.stdout, "");
  const { play } = z
    .object({
      play: z.custom<(url: string, token: string) => Promise<unknown>>((value) => typeof value === "function"),
    })
    .parse(await import(pathToFileURL(join(folder, "program.ts")).href));
  const found = await play(server.url, await sessionOf(pool, issuer));
  const line = /^vars create LICENSE\/PBX0 pau Registrations=37,00-90-33-01-02-9f,Müller%2C Söhne,,,[0-9a-f-]{19}$/;
  t.match(found, {
    loaded: ["PBX-Registrations=40", "Relay-BRIs=2"],
    created: [line],
    sameKey: true,
    listed: [line],
    file: /^vars create .*\r\n$/,
    claim: "nothing-predefined",
    short: [409, "short-of-licenses"],
    after: "unauthenticated",
  });
});
