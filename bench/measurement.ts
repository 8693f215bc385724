/** One line of the table. */
export interface Measurement {
  readonly what: string;
  readonly measured: string;
  readonly comparedWith: string;
  readonly ratio: string;
  readonly limit: string;
  readonly verdict: "ok" | "over" | `skipped: ${string}`;
}

/** So many milliseconds, megabytes, requests … */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
  /** What was measured, for the column of what is compared with. */
  readonly of?: string;
}

/** At most so many times what it is compared with. */
export function atMostTimes(what: string, measured: Quantity, reference: Quantity, limit: number): Measurement {
  const ratio = measured.value / reference.value;
  return {
    ...compared(what, measured, reference, ratio),
    limit: `≤ ${limit} ×`,
    verdict: ratio <= limit ? "ok" : "over",
  };
}

/** At least so many times what it is compared with. */
export function atLeastTimes(what: string, measured: Quantity, reference: Quantity, limit: number): Measurement {
  const ratio = measured.value / reference.value;
  return {
    ...compared(what, measured, reference, ratio),
    limit: `≥ ${limit} ×`,
    verdict: ratio >= limit ? "ok" : "over",
  };
}

/** At most so much, compared with nothing. */
export function atMost(what: string, measured: Quantity, limit: number): Measurement {
  const verdict = measured.value <= limit ? "ok" : "over";
  return { what, measured: text(measured), comparedWith: "", ratio: "", limit: `≤ ${limit} ${measured.unit}`, verdict };
}

/** At least so much, compared with nothing. */
export function atLeast(what: string, measured: Quantity, limit: number): Measurement {
  const verdict = measured.value >= limit ? "ok" : "over";
  return { what, measured: text(measured), comparedWith: "", ratio: "", limit: `≥ ${limit} ${measured.unit}`, verdict };
}

/** Exactly so many. */
export function exactly(what: string, measured: Quantity, wanted: number): Measurement {
  const verdict = measured.value === wanted ? "ok" : "over";
  return {
    what,
    measured: text(measured),
    comparedWith: "",
    ratio: "",
    limit: `= ${wanted} ${measured.unit}`,
    verdict,
  };
}

/** What cannot be measured here. @param why what it lacks */
export function skipped(what: string, why: string): Measurement {
  return { what, measured: "", comparedWith: "", ratio: "", limit: "", verdict: `skipped: ${why}` };
}

function compared(what: string, measured: Quantity, reference: Quantity, ratio: number) {
  const comparedWith = [text(reference), reference.of].filter(Boolean).join(" ");
  return { what, measured: text(measured), comparedWith, ratio: `${ratio.toFixed(2)} ×` };
}

function text({ value, unit }: Quantity): string {
  const digits = Number.isInteger(value) || value >= 1000 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`;
}
