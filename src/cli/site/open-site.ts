import { join } from "node:path";
import { agentSelf } from "../../agent/identity/agent-self.ts";
import { thisMachine } from "../../agent/identity/machine.ts";
import type { Journal } from "../../agent/journal/open-journal.ts";
import { boxSessions } from "../../agent/reconcile/box-sessions.ts";
import { systemClock } from "../../agent/reconcile/clock.ts";
import type { ConfiguredBox, Site } from "../../agent/reconcile/site.ts";
import { silentEvents } from "../../agent/reconcile/site-events.ts";
import { discover } from "../../box/discover/discover.ts";
import { isInside } from "../../box/discover/networks.ts";
import { type Endpoint, endpointText } from "../../box/endpoint.ts";
import { loadProfiles } from "../../box/profile/load-profiles.ts";
import { createBoxHttp } from "../../box/transport/http/create-box-http.ts";
import { createBoxSnmp } from "../../box/transport/snmp/create-box-snmp.ts";
import { ConfigError } from "../../config/config-error.ts";
import { credentialEntryFor } from "../../config/credential-for.ts";
import type { BoxEntry, VarsyncConfig } from "../../config/varsync-config.ts";
import { isInWindow, nextOpening } from "../../config/window.ts";
import { lock } from "../../store/file-lock.ts";
import { reusableLocks } from "../../store/reusable-locks.ts";
import type { CommandContext } from "../command-context.ts";
import { openSiteJournal } from "./open-site-journal.ts";
import { openSources } from "./open-sources.ts";

/** A site that is ready to be worked on. */
export interface OpenSite extends AsyncDisposable {
  readonly site: Site;
  readonly config: VarsyncConfig;
}

/** Boxes that are worked on at the same time. */
const parallel = 10;
/** Lock files of sessions that stay open between two requests: of the boxes that are worked on now. Each takes 150 KB. */
const openLocks = 32;
/** A probe asks thousands of dark addresses: it gives up sooner than a visit. */
const probeLimits = { connectTimeoutMs: 2000, idleTimeoutMs: 5000, totalTimeoutMs: 10_000 };

/**
 * Builds everything that passes and rounds need from the configuration: journal, wires, profiles, sources of keys.
 * @param keys whether the command needs to know where keys come from
 * @throws ConfigError, StoreError, PoolError, CheckedYamlError
 */
export async function openSite(
  context: Pick<CommandContext, "logger" | "progress">,
  config: VarsyncConfig,
  { keys }: { readonly keys: boolean },
): Promise<OpenSite> {
  if (config.networks.length === 0) {
    throw new ConfigError(`${config.file ?? "the configuration"}: networks is empty; say where boxes may be contacted`);
  }
  await using opened = new AsyncDisposableStack();
  const profiles = await loadProfiles(config.profilesDir);
  const journal = opened.use(await openSiteJournal(config.stateDir, context));
  const boxes = new Map([...config.boxes].map(([serial, entry]) => [serial, configuredBox(entry)]));
  const listed = [...boxes.values()].flatMap(({ endpoint }) => endpoint ?? []);
  const locks = join(config.stateDir, "locks");
  const known = new Set([...listed, ...(await knownEndpoints(journal, config))].map(endpointText));
  const session = boxSessions(locks, opened.use(reusableLocks(openLocks)), (endpoint) =>
    known.has(endpointText(endpoint)),
  );
  const wire = { session, authMemory: journal.wires };
  const http = opened.use(createBoxHttp(wire));
  const probing = opened.use(createBoxHttp({ ...wire, ...probeLimits }));
  const { ports, networks, discovery } = config;
  const community = await discovery.snmpCommunity();
  const sources = keys ? await openSources(config, journal.refused, () => systemClock.now()) : [];
  for (const source of sources) opened.use(source);
  const site: Site = {
    name: config.site,
    boxes,
    acceptsKeysFrom: config.acceptsKeysFrom,
    policy: config.policy,
    removesRevoked: config.policy.removeRevoked,
    inWindow: (now) => config.policy.window === undefined || isInWindow(config.policy.window, now),
    hasWindow: config.policy.window !== undefined,
    clockDoubt: () => undefined,
    nextOpening: (now) =>
      config.policy.window === undefined || isInWindow(config.policy.window, now)
        ? undefined
        : nextOpening(config.policy.window, now),
    approvalsExpireMs: config.policy.approvalsExpireMs,
    stateDir: config.stateDir,
    httpPort: ports.http,
    sshPort: ports.ssh,
    parallel,
    wires: { http, snmp: createBoxSnmp({ port: ports.snmp, community }), profiles, session },
    hostKeys: config.hostKeys,
    journal,
    self: agentSelf(journal.facts, await thisMachine(), () => systemClock.now()),
    sources,
    clock: systemClock,
    log: await context.logger(),
    events: silentEvents,
    isInside: (address) => isInside(networks, address),
    async credentialFor(box) {
      const entry = credentialEntryFor(config, box);
      return entry && { user: entry.user, password: await entry.password() };
    },
    async discover(signal, probed) {
      const onProbe = (sent: number, total: number) =>
        context.progress.show(`looking for boxes: ${sent} of ${total} probes`);
      const options = {
        networks,
        listed,
        snmp: { port: ports.snmp, community },
        httpPort: ports.http,
        onProbe,
        probed,
      };
      const { ways, probesPerSecond } = discovery;
      const first = [...listed, ...(await knownEndpoints(journal, config))].map(({ address }) => address);
      const sweep = { ...options, first, ways, probesPerSecond };
      const sightings = await discover({ http: probing, profiles }, sweep, signal);
      for (const sighting of sightings) known.add(endpointText(sighting));
      return sightings;
    },
    lockBox: (serial, signal) => lock(join(locks, `${serial}.box`), signal),
  };
  const all = opened.move();
  return { site, config, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function configuredBox({ name, address, httpPort, deliver, standbyOf, labels, licenses }: BoxEntry): ConfiguredBox {
  return {
    ...(name && { name }),
    ...(address && { endpoint: { address, httpPort } }),
    ...(deliver && { deliver }),
    ...(standbyOf && { standbyOf }),
    labels,
    licenses,
  };
}

async function knownEndpoints({ boxes: known }: Journal, { ports }: VarsyncConfig): Promise<Endpoint[]> {
  const boxes = await known.all();
  return boxes.flatMap(({ address, httpPort = ports.http }) => (address ? [{ address, httpPort }] : []));
}
