import { exitCode } from "./exit-code.ts";
import { exitNow } from "./exit-now.ts";

/** Less than the 30 seconds that a service may take to stop, in milliseconds. */
const limitMs = 27_000;

/**
 * A service that was told to stop ends, whatever hangs: what did not end in time is told and cut off. Doing that harms no
 * more than a loss of power.
 * @param signal says stop
 * @param tell before the process ends
 */
export function endInTime(signal: AbortSignal, tell: () => void): void {
  const cutOff = () => {
    try {
      tell();
    } finally {
      exitNow(exitCode.interrupted);
    }
  };
  const late = () => void setTimeout(cutOff, limitMs).unref();
  if (signal.aborted) late();
  else signal.addEventListener("abort", late, { once: true });
}
