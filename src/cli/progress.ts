import type { Ora } from "ora";

/** Tells on stderr how far a command is, while it works. */
export interface Progress extends Disposable {
  /** What moves; only where a person is watching. */
  show(text: string): void;
  /** A line that stays. */
  done(text: string): void;
  stop(): void;
}

/** @param quiet whether somebody asked for JSON: then nothing is told */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  // A terminal that does not tell its size, as on some serial lines, cannot be drawn on.
  const watched = stream.isTTY === true && stream.columns > 0 && !quiet;
  let spinner: Ora | undefined;
  let wanted: string | undefined;
  const start = async () => {
    const { default: ora } = await import("ora");
    if (wanted !== undefined) spinner ??= ora({ stream, discardStdin: false }).start(wanted);
  };
  return {
    show(text) {
      if (!watched) return;
      const first = wanted === undefined && spinner === undefined;
      wanted = text;
      if (spinner) spinner.text = text;
      else if (first) start().catch(() => undefined);
    },
    done(text) {
      if (quiet) return;
      spinner?.clear();
      stream.write(`${text}\n`);
    },
    stop() {
      wanted = undefined;
      spinner?.stop();
      spinner = undefined;
    },
    [Symbol.dispose]() {
      this.stop();
    },
  };
}
