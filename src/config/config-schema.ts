import { Cron } from "croner";
import { z } from "zod";
import { findLicenseType, largestCount, licenseCatalog } from "../license/license-catalog.ts";
import { tryParseSerialNumber } from "../license/serial-number.ts";
import { databaseSchema, isPostgres } from "./database.ts";
import { durationSchema } from "./duration.ts";
import { parseListen } from "./listen.ts";
import { lowBalanceSchema } from "./low-balance.ts";
import { addressSchema, networkSchema } from "./network.ts";
import { windowSchema } from "./window.ts";

const path = z.string().min(1);
const port = z.int().min(1).max(65_535);
const serial = z.string().refine((text) => tryParseSerialNumber(text) !== undefined, {
  message:
    "is no serial number; wanted is the MAC address on the label, like 00-90-33-01-02-9f, in quotes where it is digits only",
});
const secretName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable");
const licenseType = z.string().refine((type) => findLicenseType(type) !== undefined, {
  message: `is no license type; there are ${licenseCatalog.map(({ type }) => type).join(", ")}`,
});
const count = z.number().refine((value) => Number.isInteger(value) && value >= 1 && value <= largestCount, {
  message: `a count is a whole number from 1 to ${largestCount}`,
});
const day = 86_400_000;
const year = 365 * day;
const limit = z.int().min(0).max(largestCount);
const cron = z.string().refine(isCron, 'is no cron expression that ever fires; one looks like "15 2 * * *"');

/** An address, or address and HTTP port. */
const endpoint = z.string().refine((text) => {
  const [address = "", httpPort, ...rest] = text.split(":");
  const goodPort = httpPort === undefined || port.safeParse(Number(httpPort)).success;
  return addressSchema.safeParse(address).success && goodPort && rest.length === 0;
}, 'an address looks like "192.168.10.7", or "192.168.10.7:8080" with the port of HTTP');

/** What the service tells people of. */
const toldEvents = ["approval", "unlicensed", "short", "not-back", "breaker", "pool-unreachable", "agent"] as const;
/** What the pool server tells people of. */
const poolEvents = [
  "low-balance",
  "never-seen",
  "revoked-but-installed",
  "budget-used-up",
  "two-agents",
  "agent-copied",
] as const;
const webhookEvents = [...toldEvents, ...poolEvents] as const;

const webhook = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: "is no address of a webhook; one looks like https://…" }),
    secretFile: path.optional(),
    secretEnv: secretName.optional(),
    events: eventsOf(webhookEvents),
    allowPrivate: z.boolean().default(false),
  })
  .refine(({ secretFile, secretEnv }) => (secretFile === undefined) !== (secretEnv === undefined), {
    message: "wants one of secretFile, secretEnv",
  })
  .refine(({ url, allowPrivate }) => url.startsWith("https:") || allowPrivate, {
    message: "http is only for private addresses; use https, or allowPrivate: true",
  })
  .refine(({ url }) => URL.parse(url)?.username === "" && URL.parse(url)?.password === "", {
    message: "a password does not stand in the address of a webhook",
  });

/** Host and port to listen on. */
const listen = z.string().transform((text, context) => {
  const address = parseListen(text);
  if (address) return address;
  context.addIssue('looks like "127.0.0.1:8481"');
  return z.NEVER;
});

const match = z
  .strictObject({ serial: serial.optional(), profile: z.string().optional(), network: networkSchema.optional() })
  .refine((all) => Object.values(all).filter((one) => one !== undefined).length === 1, {
    message: "wants exactly one of serial, profile, network",
  });

const credential = z
  .strictObject({
    match: match.optional(),
    user: z.string().min(1).default("admin"),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    password: z
      .never({ error: "a password does not stand in the configuration; use passwordFile or passwordEnv" })
      .optional(),
  })
  .refine(({ passwordFile, passwordEnv }) => (passwordFile === undefined) !== (passwordEnv === undefined), {
    message: "wants one of passwordFile, passwordEnv",
  });

const box = z.strictObject({
  address: endpoint.optional(),
  deliver: z.enum(["http", "ssh"]).optional(),
  standbyOf: serial.optional(),
  name: z.string().optional(),
  customer: z.string().optional(),
  location: z.string().optional(),
  description: z.string().optional(),
  licenses: z.record(licenseType, count).optional(),
  files: z.array(path).optional(),
});

/** The vendor's site as a source of keys. */
const vendor = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: "an address like https://www.innovaphone.com/license/license.php" }),
    email: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    password: z
      .never({ error: "a password does not stand in the configuration; use passwordFile or passwordEnv" })
      .optional(),
    pages: path.optional(),
    askAgainAfter: durationSchema.default(86_400_000),
  })
  .refine(({ email, user }) => (email === undefined) !== (user === undefined), { message: "wants one of email, user" })
  .refine(({ passwordFile, passwordEnv }) => (passwordFile === undefined) !== (passwordEnv === undefined), {
    message: "wants one of passwordFile, passwordEnv",
  });

/** The pool: a database that this machine opens itself, or a server. */
const pool = z
  .strictObject({
    database: databaseSchema.optional(),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    url: z.url({ protocol: /^https?$/, error: "an address like https://pool.example.org:8480" }).optional(),
    tokenFile: path.optional(),
    caFile: path.optional(),
    account: z.email().optional(),
    lowBalance: lowBalanceSchema.optional(),
    unseenAfter: durationSchema.optional(),
    token: z.never({ error: "a token does not stand in the configuration; use tokenFile" }).optional(),
  })
  .refine(({ database, url }) => (database === undefined) !== (url === undefined), {
    message: "wants one of database, url",
  })
  .refine(({ url, tokenFile }) => (url === undefined) === (tokenFile === undefined), {
    message: "a pool server (url) wants tokenFile, and a database wants none",
  })
  .refine(({ url }) => url === undefined || new URL(url).username + new URL(url).password === "", {
    message: "a password does not stand in the address of the pool; use tokenFile",
  })
  .refine(({ url, caFile }) => caFile === undefined || url !== undefined, { message: "caFile goes with url" })
  .refine(({ url, lowBalance, unseenAfter }) => url === undefined || (lowBalance ?? unseenAfter) === undefined, {
    message: "lowBalance and unseenAfter stand in the configuration of the pool server, where the database is",
  })
  .refine(({ passwordFile, passwordEnv }) => passwordFile === undefined || passwordEnv === undefined, {
    message: "wants one of passwordFile, passwordEnv",
  })
  .refine(
    ({ database, passwordFile, passwordEnv }) =>
      (passwordFile ?? passwordEnv) === undefined || isPostgres(database ?? ""),
    { message: "a password goes with a database of PostgreSQL, postgres://…" },
  );

/** `varsync pool serve`. */
const poolServer = z.strictObject({
  listen: listen.prefault("127.0.0.1:8480"),
  tls: z.strictObject({ certFile: path, keyFile: path }).optional(),
  trustProxy: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  announce: z.boolean().default(false),
  requestsPerMinute: z.int().min(1).optional(),
});

const budget = z.strictObject({ perBox: limit, perDay: limit });

/** Some of them, all by default. */
function eventsOf<const Event extends string>(all: readonly Event[]) {
  return z
    .array(z.enum(all))
    .min(1)
    .default([...all]);
}

/** A key with nothing behind it, as where all is commented out, is as good as no key. */
function section<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => value ?? undefined, schema);
}

/** The configuration file. Every option here works; what is not here is an error. */
export const configSchema = z.strictObject({
  site: z.string().min(1).default("site"),
  networks: section(z.array(networkSchema).default([])),
  largeNetworks: z.boolean().default(false),
  acceptsKeysFrom: z.enum(["vendor", "own"]).default("vendor"),
  stateDir: path.optional(),
  profilesDir: path.optional(),
  ports: z
    .strictObject({ http: port.default(80), snmp: port.default(161), ssh: port.default(22) })
    .default({ http: 80, snmp: 161, ssh: 22 }),
  discovery: z
    .strictObject({
      ways: z
        .array(z.enum(["snmp", "http"]))
        .min(1)
        .default(["snmp", "http"]),
      probesPerSecond: z.int().min(1).max(1_000_000).default(100),
      snmpCommunity: z.string().min(1).optional(),
      snmpCommunityFile: path.optional(),
      snmpCommunityEnv: secretName.optional(),
      every: durationSchema.refine((ms) => ms >= 10_000, "at least 10s between two sweeps").default(6 * 3_600_000),
    })
    .prefault({}),
  credentials: section(z.array(credential).default([])),
  ssh: z
    .strictObject({
      hostKeys: z
        .union([
          z.literal("pin"),
          z.record(serial, z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, "a host key looks like SHA256:…")),
        ])
        .default("pin"),
    })
    .prefault({}),
  pool: pool.optional(),
  vendor: vendor.optional(),
  keys: z.array(z.enum(["files", "vendor", "pool"])).optional(),
  files: z.strictObject({ dir: path }).optional(),
  policy: z
    .strictObject({
      create: z.union([z.enum(["never", "ask"]), budget]).default("ask"),
      claim: z.enum(["never", "ask", "always"]).default("ask"),
      reset: z.enum(["never", "when-idle", "now"]).default("never"),
      removeRevoked: z.boolean().default(false),
      window: windowSchema.optional(),
      approvalsExpire: durationSchema
        .refine((ms) => ms >= 60_000, "at least 1m for a person to answer")
        .default(7 * 86_400_000),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      reconcile: cron.default("15 2 * * *"),
      jitter: durationSchema.default(600_000),
      identity: durationSchema.refine((ms) => ms >= 10_000, "at least 10s between two looks").default(600_000),
    })
    .prefault({}),
  server: z.strictObject({ listen }).optional(),
  webhooks: section(z.array(webhook).default([])),
  mail: z.strictObject({ command: z.array(z.string().min(1)).min(1), events: eventsOf(toldEvents) }).optional(),
  journal: z
    .strictObject({
      keep: durationSchema.refine((ms) => ms >= day && ms <= 100 * year, "from 1d to 100y").default(2 * year),
    })
    .prefault({}),
  poolServer: poolServer.prefault({}),
  boxes: section(z.record(serial, box.nullable()).default({})),
});

/** The file's content, checked but not resolved. */
export type ConfigFile = z.infer<typeof configSchema>;

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}
