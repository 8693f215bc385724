import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { networkSchema } from "../network.ts";
import { boxSchema } from "./box-schema.ts";
import { credentialSchema } from "./credential-schema.ts";
import { listen, path, port, secretName, serial } from "./fields.ts";
import { policySchema } from "./policy-schema.ts";
import { poolSchema } from "./pool-schema.ts";
import { poolServerSchema } from "./pool-server-schema.ts";
import { scheduleSchema } from "./schedule-schema.ts";
import { mailSchema, webhookSchema } from "./told-schema.ts";
import { vendorSchema } from "./vendor-schema.ts";

const day = 86_400_000;
const year = 365 * day;

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
  credentials: section(z.array(credentialSchema).default([])),
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
  pool: poolSchema.optional(),
  vendor: vendorSchema.optional(),
  keys: z.array(z.enum(["files", "vendor", "pool"])).optional(),
  files: z.strictObject({ dir: path }).optional(),
  policy: policySchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  server: z.strictObject({ listen }).optional(),
  webhooks: section(z.array(webhookSchema).default([])),
  mail: mailSchema.optional(),
  journal: z
    .strictObject({
      keep: durationSchema.refine((ms) => ms >= day && ms <= 100 * year, "from 1d to 100y").default(2 * year),
    })
    .prefault({}),
  poolServer: poolServerSchema.prefault({}),
  boxes: section(z.record(serial, boxSchema.nullable()).default({})),
});

/** The file's content, checked but not resolved. */
export type ConfigFile = z.infer<typeof configSchema>;
