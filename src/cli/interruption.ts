import { exitCode } from "./exit-code.ts";
import { exitNow } from "./exit-now.ts";

/** Ctrl-C and SIGTERM as a signal: the first asks to stop, a second one ends at once. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
  readonly interrupted: boolean;
}

export function onInterruption(): Interruption {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) exitNow(exitCode.interrupted);
    controller.abort(new DOMException("interrupted", "AbortError"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    get interrupted() {
      return controller.signal.aborted;
    },
    [Symbol.dispose]() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
