import { allEvents } from "../../agent/daemon/all-events.ts";
import { health } from "../../agent/daemon/health.ts";
import type { Metrics } from "../../agent/daemon/metrics.ts";
import { type PoolSilence, poolSilence } from "../../agent/daemon/pool-silence.ts";
import { longestGapMs } from "../../agent/daemon/schedule.ts";
import { type ServiceManager, serviceManager } from "../../agent/daemon/service-manager.ts";
import { checkConfig } from "../../config/check-config.ts";
import { ConfigError } from "../../config/config-error.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import type { CommandContext } from "../command-context.ts";
import { holdAgentLock } from "./agent-lock.ts";
import { type OpenSite, openSite } from "./open-site.ts";
import { tryListening } from "./try-listening.ts";

type ServiceContext = Pick<CommandContext, "logger" | "progress" | "config" | "signal">;
/** What outlives a configuration besides. */
interface ServedContext extends ServiceContext {
  readonly manager: ServiceManager;
  readonly counting: () => Promise<Metrics>;
}
/** Works on the site until the signal says stop. */
type Serve = (opened: OpenSite, signal: AbortSignal) => Promise<void>;

const monotonicMs = () => performance.now();

/**
 * The service, until it is told to stop. SIGHUP reads the configuration anew: one that can be used takes over once what
 * is on the wire has ended, else the old one stays and the log says why.
 * @throws AgentRunningError; whatever `openSite` throws at the start; StoreError when the journal turns out to be damaged
 */
export async function serveUntilStopped(context: ServiceContext, serve: Serve): Promise<void> {
  let opened = await openSite(context, await context.config(), { keys: true });
  using _lock = holdAgentLock(opened.site.stateDir);
  if (opened.config.server !== undefined) await tryListening(opened.config.server);
  const { log } = opened.site;
  const manager = serviceManager(process.env, monotonicMs, (error) =>
    log.warn({ err: error }, "systemd could not be told"),
  );
  const counting = countedOnce();
  for (;;) {
    const next = await serveOne(opened, { ...context, manager, counting }, serve);
    await opened[Symbol.asyncDispose]();
    if (next === undefined) break;
    opened = next;
  }
  await manager.settled();
}

/** Answers the site of the next configuration; `undefined` when the service is to end. */
async function serveOne(opened: OpenSite, context: ServedContext, serve: Serve): Promise<OpenSite | undefined> {
  const { site, config } = opened;
  const { manager } = context;
  const { damaged } = site.journal;
  await using running = new AsyncDisposableStack();
  const state = health(() => longestGapMs(config.schedule, site.clock.now()), monotonicMs);
  const silence = await poolSilence(site);
  const listeners = [state.listener, statusOf(manager), silence.listener];
  if (config.server !== undefined) {
    const { serveHealth } = await import("../../agent/daemon/serve-health.ts");
    const metrics = await context.counting();
    listeners.push(metrics.listener);
    running.use(await serveHealth(config.server, state, metrics.page(site)));
    site.log.info(config.server, "health and metrics are served");
  }
  const people =
    config.webhooks.length > 0 || config.mail !== undefined ? await openTelling(opened, silence) : undefined;
  const events = allEvents(listeners);

  let next: OpenSite | undefined;
  const change = new AbortController();
  const hangUp = serially(async () => {
    if (change.signal.aborted) return;
    manager.reloading();
    next = await openNext(opened, context);
    if (next === undefined) manager.ready();
    else change.abort(new DOMException("a new configuration", "AbortError"));
  });
  process.on("SIGHUP", hangUp);
  running.defer(() => void process.off("SIGHUP", hangUp));
  const stopping = () => manager.stopping();
  context.signal.addEventListener("abort", stopping, { once: true });
  running.defer(() => context.signal.removeEventListener("abort", stopping));

  state.markReady();
  manager.ready();
  events.tick();
  const stop = AbortSignal.any([context.signal, change.signal, damaged]);
  await Promise.all([serve({ ...opened, site: { ...site, events } }, stop), people?.run(stop)]);
  if (damaged.aborted) {
    site.log.error(
      { err: damaged.reason },
      "the journal is damaged; the service ends, and makes a new one at its next start",
    );
    await next?.[Symbol.asyncDispose]();
    throw damaged.reason;
  }
  if (!context.signal.aborted) return next;
  await next?.[Symbol.asyncDispose]();
  return undefined;
}

/** What is counted, from when it is first asked for until the process ends. */
function countedOnce(): () => Promise<Metrics> {
  let counted: Promise<Metrics> | undefined;
  const create = async () => (await import("../../agent/daemon/metrics.ts")).createMetrics();
  return () => {
    counted ??= create();
    return counted;
  };
}

/** Loaded only where somebody is to be told. */
async function openTelling({ site, config }: OpenSite, silence: PoolSilence) {
  const { tellPeople } = await import("../../agent/daemon/told/tell-people.ts");
  return tellPeople(site, config, () => silence.now?.why);
}

/** The site of the configuration as it is now, whole and usable; else `undefined`, and the log says why. */
async function openNext({ site, config }: OpenSite, context: ServiceContext): Promise<OpenSite | undefined> {
  let next: OpenSite | undefined;
  try {
    const changed: VarsyncConfig = await context.config();
    if (changed.stateDir !== config.stateDir) {
      throw new ConfigError("stateDir cannot change while the service runs; start it anew");
    }
    const { server } = changed;
    const isElsewhere = server?.host !== config.server?.host || server?.port !== config.server?.port;
    if (server !== undefined && isElsewhere) await tryListening(server);
    next = await openSite(context, changed, { keys: true });
    await checkConfig(
      changed,
      next.site.wires.profiles.map(({ id }) => id),
    );
    site.log.info({ networks: changed.networks.map(({ cidr }) => cidr) }, "a new configuration takes over");
    return next;
  } catch (error) {
    await next?.[Symbol.asyncDispose]();
    const why = error instanceof Error ? error.message : String(error);
    site.log.error({ why }, "the new configuration cannot be used; the old one stays");
    return undefined;
  }
}

function statusOf(manager: ServiceManager) {
  return {
    roundEnded: ({ line }: { readonly line: string }) => manager.status(line),
    tick: () => manager.tick(),
  };
}

/** Runs the work again and again, never two at a time. */
function serially(work: () => Promise<void>): () => void {
  let last = Promise.resolve();
  return () => {
    last = last.then(work);
  };
}
