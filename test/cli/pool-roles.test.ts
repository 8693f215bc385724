import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { stringify } from "yaml";
import { z } from "zod";
import type { AnyCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { authenticate } from "../../src/pool/access/authenticate.ts";
import { createToken } from "../../src/pool/access/create-token.ts";
import { type Role, roles } from "../../src/pool/access/role.ts";
import { scopes as scope } from "../../src/pool/access/scope.ts";
import { reportSite } from "../../src/pool/ledger/sites.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import { operations } from "../../src/pool/operations/operations.ts";
import { apiPrefix } from "../../src/pool/operations/request-parts.ts";
import { mayDo } from "../../src/pool/operations/role-table.ts";
import { actFor } from "../pool/act-for.ts";
import { addReseller, thisBox } from "../pool/example-pool.ts";
import { runningServer, sessionOf } from "../pool/server/running-server.ts";
import { type CommandEnd, commandRunner } from "./command-runner.ts";
import { type CommandLine, type CommandWorld, poolCommandLines, site } from "./pool-command-lines.ts";
import { sessionOfStaff } from "./session-of-staff.ts";

const host = "127.84.7.1";
const lines = Object.entries(poolCommandLines).flatMap(([command, ways]) => ways.map((way) => ({ command, way })));

t.test("no command about a pool is missing here", async (t) => {
  const words = (command: AnyCommand, before = ""): string[] => {
    const name = `${before}${command.command.split(" ")[0]}`;
    return command.subcommands ? command.subcommands.flatMap((below) => words(below, `${name} `)) : [name];
  };
  const about = commands.filter(({ command }) => command === "pool" || command === "keys");
  t.same(Object.keys(poolCommandLines).sort(), about.flatMap((command) => words(command)).sort());
});

t.test("at a server every command does what the role of whoever is logged in may do, and nothing else", async (t) => {
  const world = await commandWorld(t);
  const server = await runningServer(t, world.pool, host);
  await world.configure({ url: server.url, tokenFile: "./token" });
  for (const { command, way } of lines) {
    for (const role of roles.filter((one) => one !== "operator")) {
      const account = role === "issuer" ? world.issuer : world.anna;
      const token = await tokenFor(world.pool, account, role);
      const self = token === undefined ? undefined : (await authenticate(world.pool, token)).name;
      const person = ["issuer", "owner", "member", "auditor"].includes(role);
      await world.logIn(token);
      const before = server.logs.length;
      const ran = await world.run(command, way, { account, role, self: person ? self : undefined });
      const asked = server.logs.slice(before).flatMap(operationIn);
      const what = `${command} as ${role}: ${ran.code} ${JSON.stringify(ran.error)} ${JSON.stringify(asked)}`;
      for (const { name, status } of asked) {
        // Whoever has no session cannot end one, and is told so by the operation itself.
        if (!(way.person && !person)) t.equal([401, 403].includes(status), !allowed([name], role), `${what} ${name}`);
      }
      if (way.at === "database") {
        t.match({ ...ran, asked }, { code: 5, error: { message: /done on its database/ }, asked: [] }, what);
      } else if (way.person && !person) t.ok(ran.code === 1 || ran.code === 5, what);
      else if (allowed(way.asks, role)) {
        t.equal(ran.code, 0, what);
        t.same(new Set(asked.map(({ name }) => name)), new Set(way.asks), what);
      } else {
        t.match(ran, { code: 1, error: { code: role === "anyone" ? "unauthenticated" : "forbidden" } }, what);
      }
    }
  }
});

t.test(
  "on the database every command is its operator's, and an issuer's things are those of a named issuer",
  async (t) => {
    const world = await commandWorld(t);
    await world.configure({ database: "./pool.db", account: world.anna.email });
    for (const { command, way } of lines) {
      for (const named of [undefined, world.anna, world.issuer]) {
        const account = named ?? world.anna;
        const option = named === undefined ? [] : ["--account", named.email];
        const ran = await world.run(command, way, { account, role: "operator", self: undefined }, option);
        const what = `${command} ${option.join(" ")}: ${ran.code} ${JSON.stringify(ran.error)}`;
        if (/there is no option --account/.test(ran.error?.message ?? "")) continue;
        if (way.at === "server") t.match(ran, { code: 5, error: { message: /this wants a pool server/ } }, what);
        else if (way.issuing && named === world.anna) t.match(ran, { code: 1, error: { code: "not-an-issuer" } }, what);
        else t.equal(ran.code, 0, what);
      }
    }
  },
);

/** A pool with two resellers and an issuer, and a folder to run commands in. */
async function commandWorld(t: Test) {
  const folder = t.testdir({});
  const pool = await openPool(join(folder, "pool.db"));
  t.teardown(() => pool[Symbol.asyncDispose]());
  const anna = await addReseller(pool, "anna@example.com");
  const bert = await addReseller(pool, "bert@example.com");
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, vendor);
  await reportSite(pool, actFor(anna), site, [{ serial: thisBox }]);
  const write = async (name: string, content: string) => {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return name;
  };
  await write("password", "correct horse\n");
  const start = commandRunner(t, folder);
  type Whose = Pick<CommandWorld, "account" | "role" | "self">;
  const run = async (command: string, way: CommandLine, whose: Whose, more: string[] = []): Promise<CommandEnd> => {
    // Logging in is limited in rate.
    await pool.db.deleteFrom("attempt").execute();
    const words = await way.words({ pool, other: bert, folder, write, ...whose });
    return start([...command.split(" "), ...words, ...more]);
  };
  const configure = (entry: object) =>
    write("varsync.yaml", stringify({ site, networks: ["127.84.0.0/30"], stateDir: "./state", pool: entry }));
  const logIn = (token: string | undefined) =>
    token === undefined ? rm(join(folder, "token"), { force: true }) : write("token", token);
  return { pool, anna, issuer, run, configure, logIn };
}

async function tokenFor(pool: Pool, account: Account, role: Role): Promise<string | undefined> {
  if (role === "anyone") return undefined;
  if (role === "member" || role === "auditor") return sessionOfStaff(pool, account, role);
  if (!role.startsWith("agent-")) return sessionOf(pool, account);
  const scopes = [z.enum(scope).parse(role.slice("agent-".length))];
  const budget = role === "agent-create" ? { perBox: 10_000, perDay: 10_000 } : {};
  return (await createToken(pool, actFor(account), { scopes, site, expires: "30d", ...budget })).token;
}

function allowed(names: readonly string[], role: Role): boolean {
  return names.every((name) => operations.some((one) => one.name === name && mayDo(one.may, role)));
}

const answered = z.object({ msg: z.literal("answered"), method: z.string(), route: z.string(), status: z.number() });

/** The operation that a line of the server's log tells of. */
function operationIn(line: string): { readonly name: string; readonly status: number }[] {
  const { data } = answered.safeParse(JSON.parse(line));
  if (data === undefined) return [];
  const operation = operations.find(
    ({ method, path }) =>
      method === data.method && `${apiPrefix}${path.replaceAll(/\{(\w+)\}/g, ":$1")}` === data.route,
  );
  return [{ name: operation?.name ?? `${data.method} ${data.route}`, status: data.status }];
}
