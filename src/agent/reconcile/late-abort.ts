/** Aborted some time after another signal: what is on the wire then may still end. */
export interface LateAbort extends Disposable {
  readonly signal: AbortSignal;
}

/** @param graceMs how long after `signal` the late one is aborted, in milliseconds */
export function lateAbort(signal: AbortSignal, graceMs: number): LateAbort {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    timer = setTimeout(() => controller.abort(signal.reason), graceMs);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}
