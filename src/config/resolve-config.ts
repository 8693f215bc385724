import { join, resolve } from "node:path";
import { parseSerialNumber, type SerialNumber } from "../license/serial-number.ts";
import { resolveDatabase, withPassword } from "./database.ts";
import type { ConfigFile } from "./schema/config-schema.ts";
import { readSecret } from "./secret.ts";
import type { BoxEntry, CredentialEntry, VarsyncConfig, VendorEntry } from "./varsync-config.ts";

/** Where the configuration of the service lies. */
const serviceFolder = "/etc/varsync";

/** Fills in what follows from the rest, and makes paths absolute: they are relative to the file. */
export function resolveConfig(data: ConfigFile, folder: string, file: string | undefined): VarsyncConfig {
  const absolute = (path: string) => resolve(folder, path);
  const { pool, files, profilesDir, discovery, ssh, policy } = data;
  const available = [...(files ? ["files" as const] : []), ...(pool ? ["pool" as const] : [])];
  return {
    ...(file && { file }),
    site: data.site,
    networks: data.networks,
    acceptsKeysFrom: data.acceptsKeysFrom,
    stateDir: stateFolder(data.stateDir, folder),
    ...(profilesDir && { profilesDir: absolute(profilesDir) }),
    ports: data.ports,
    discovery: {
      ways: discovery.ways,
      probesPerSecond: discovery.probesPerSecond,
      everyMs: discovery.every,
      snmpCommunity: async () =>
        (discovery.snmpCommunityFile ?? discovery.snmpCommunityEnv)
          ? readSecret({
              file: discovery.snmpCommunityFile && absolute(discovery.snmpCommunityFile),
              env: discovery.snmpCommunityEnv,
            })
          : (discovery.snmpCommunity ?? "public"),
    },
    credentials: data.credentials.map((entry) => resolveCredential(entry, absolute)),
    hostKeys: new Map(
      ssh.hostKeys === "pin"
        ? []
        : Object.entries(ssh.hostKeys).map(([serial, key]) => [parseSerialNumber(serial), key]),
    ),
    ...(pool && { pool: resolvePool(pool, absolute) }),
    ...(data.vendor && { vendor: resolveVendor(data.vendor, absolute) }),
    keys: data.keys ?? available,
    ...(files && { filesDir: absolute(files.dir) }),
    policy: {
      create: policy.create,
      claim: policy.claim,
      reset: policy.reset,
      removeRevoked: policy.removeRevoked,
      approvalsExpireMs: policy.approvalsExpire,
      ...(policy.window && { window: policy.window }),
    },
    schedule: {
      reconcile: data.schedule.reconcile,
      jitterMs: data.schedule.jitter,
      identityMs: data.schedule.identity,
    },
    webhooks: data.webhooks.map(({ url, events, allowPrivate, secretFile, secretEnv }) => ({
      url,
      events,
      allowPrivate,
      secret: () => readSecret({ file: secretFile && absolute(secretFile), env: secretEnv }),
    })),
    ...(data.mail && { mail: data.mail }),
    journalKeepMs: data.journal.keep,
    ...(data.server && { server: data.server.listen }),
    poolServer: resolvePoolServer(data.poolServer, absolute),
    boxes: new Map(Object.entries(data.boxes).map(([serial, box]) => resolveBox(serial, box, data.ports.http))),
  };
}

/** The service's, which systemd names, is also that of commands by hand with its configuration; else it is `./state`. */
function stateFolder(configured: string | undefined, folder: string): string {
  if (configured !== undefined) return resolve(folder, configured);
  return process.env["STATE_DIRECTORY"] ?? (folder === serviceFolder ? "/var/lib/varsync" : join(folder, "state"));
}

function resolveCredential(
  { match, user, passwordFile, passwordEnv }: ConfigFile["credentials"][number],
  absolute: (path: string) => string,
): CredentialEntry {
  return {
    match: {
      ...(match?.serial && { serial: parseSerialNumber(match.serial) }),
      ...(match?.profile && { profile: match.profile }),
      ...(match?.network && { network: match.network }),
    },
    user,
    password: () => readSecret({ file: passwordFile && absolute(passwordFile), env: passwordEnv }),
  };
}

function resolvePool(
  {
    database = "",
    passwordFile,
    passwordEnv,
    url,
    tokenFile,
    caFile,
    account,
    lowBalance,
    unseenAfter,
  }: NonNullable<ConfigFile["pool"]>,
  absolute: (path: string) => string,
): NonNullable<VarsyncConfig["pool"]> {
  const meant = account === undefined ? {} : { account };
  if (url !== undefined && tokenFile !== undefined) {
    return { url: new URL(url), tokenFile: absolute(tokenFile), ...(caFile && { caFile: absolute(caFile) }), ...meant };
  }
  const warnings = {
    ...(lowBalance && { lowBalance }),
    ...(unseenAfter !== undefined && { unseenAfterMs: unseenAfter }),
  };
  const address = resolveDatabase(database, absolute);
  const hasPassword = (passwordFile ?? passwordEnv) !== undefined;
  const password = () => readSecret({ file: passwordFile && absolute(passwordFile), env: passwordEnv });
  return {
    database: address,
    address: async () => (hasPassword ? withPassword(address, await password()) : address),
    ...meant,
    ...(Object.keys(warnings).length > 0 && { warnings }),
  };
}

function resolvePoolServer(
  { listen, tls, trustProxy, announce, requestsPerMinute }: ConfigFile["poolServer"],
  absolute: (path: string) => string,
): VarsyncConfig["poolServer"] {
  return {
    listen,
    trustProxy,
    announce,
    ...(tls && { tls: { certFile: absolute(tls.certFile), keyFile: absolute(tls.keyFile) } }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  };
}

function resolveVendor(
  { url, email, user, passwordFile, passwordEnv, pages, askAgainAfter }: NonNullable<ConfigFile["vendor"]>,
  absolute: (path: string) => string,
): VendorEntry {
  return {
    url: new URL(url),
    user: email ?? user ?? "",
    password: () => readSecret({ file: passwordFile && absolute(passwordFile), env: passwordEnv }),
    ...(pages && { pages: absolute(pages) }),
    askAgainAfterMs: askAgainAfter,
  };
}

function resolveBox(
  key: string,
  box: ConfigFile["boxes"][string],
  defaultPort: number,
): readonly [SerialNumber, BoxEntry] {
  const [address, port] = box?.address?.split(":") ?? [];
  const { customer, location, description } = box ?? {};
  const entry: BoxEntry = {
    ...(address && { address }),
    httpPort: port === undefined ? defaultPort : Number(port),
    ...(box?.deliver && { deliver: box.deliver }),
    ...(box?.standbyOf && { standbyOf: parseSerialNumber(box.standbyOf) }),
    ...(box?.name && { name: box.name }),
    labels: { ...(customer && { customer }), ...(location && { location }), ...(description && { description }) },
    licenses: new Map(Object.entries(box?.licenses ?? {})),
    files: box?.files ?? [],
  };
  return [parseSerialNumber(key), entry];
}
