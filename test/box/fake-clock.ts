import type { MonotonicClock } from "../../src/box/transport/monotonic-clock.ts";

/** A clock whose time passes only when a test says so. */
export class FakeClock implements MonotonicClock {
  private time = 1000;
  private sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  get sleeping(): number {
    return this.sleepers.length;
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.sleepers.push({ until: this.time + milliseconds, wake: resolve });
    });
  }

  /** Lets time pass and wakes everybody whose time has come. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.sleepers.filter(({ until }) => until <= this.time);
    this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
    for (const { wake } of due) wake();
  }

  /** Lets time pass from one sleeper to the next until the work is done. */
  async runUntilDone<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    work.then(finish, finish);
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!done) this.passToNext();
    }
    return work;
  }

  /** Lets time pass until the next sleeper's time has come. */
  passToNext(): void {
    const next = Math.min(...this.sleepers.map(({ until }) => until));
    if (Number.isFinite(next)) this.pass(Math.max(0, next - this.time));
  }
}
