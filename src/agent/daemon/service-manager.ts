import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Whoever started the service and wants to know how it is: systemd. */
export interface ServiceManager {
  /** It is up, and does what it is for. */
  ready(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  /** It takes a new configuration, until it says `ready` again. */
  reloading(): void;
  stopping(): void;
  /** The loop came round. Passed on often enough for the watchdog, and not more often. */
  tick(): void;
  /** Waits until everything is told. */
  settled(): Promise<void>;
}

const run = promisify(execFile);
/** It is to answer at once; a stuck one must not keep the service. */
const patienceMs = 5000;

/**
 * systemd, told by `systemd-notify`, since Node cannot speak to its socket. Without `NOTIFY_SOCKET` nobody listens, and
 * nothing is started.
 * @param now milliseconds of a clock that never jumps
 * @param onError when it could not be told, once
 */
export function serviceManager(
  env: Readonly<Record<string, string | undefined>>,
  now: () => number,
  onError: (error: unknown) => void,
): ServiceManager {
  const listens = Boolean(env["NOTIFY_SOCKET"]);
  const feedEveryMs = Number(env["WATCHDOG_USEC"] ?? "0") / 1000 / 3;
  let waiting: (readonly string[])[] = [];
  let telling: Promise<void> | undefined;
  let failed = false;
  let fedAt = Number.NEGATIVE_INFINITY;
  const tellAll = async () => {
    for (let words = waiting.shift(); words !== undefined; words = waiting.shift()) {
      try {
        await run("systemd-notify", [...words], { timeout: patienceMs, env: { ...env } });
      } catch (error) {
        if (!failed) onError(error);
        failed = true;
      }
    }
    telling = undefined;
  };
  const tell = (...words: readonly [string, ...string[]]) => {
    if (!listens) return;
    const name = words[0].slice(0, words[0].indexOf("="));
    waiting = [...waiting.filter(([other]) => !other?.startsWith(`${name}=`)), words];
    telling ??= tellAll();
  };
  return {
    ready: () => tell("READY=1"),
    status: (text) => tell(`STATUS=${text.replaceAll(/\s+/g, " ")}`),
    reloading: () => tell("RELOADING=1", `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => tell("STOPPING=1"),
    tick() {
      if (feedEveryMs <= 0 || now() - fedAt < feedEveryMs) return;
      fedAt = now();
      tell("WATCHDOG=1");
    },
    async settled() {
      while (telling) await telling;
    },
  };
}
