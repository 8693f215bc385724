import { dirname } from "node:path";
import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { Style } from "../output.ts";
import { licenseJson } from "./license-json.ts";
import { nameJson } from "./name-json.ts";

const styles: Readonly<Record<string, Style>> = {
  "in-step": "green",
  changed: "green",
  differs: "yellow",
  "waiting-for-reset": "yellow",
  "waiting-for-approval": "yellow",
  "short-of-licenses": "red",
  failed: "red",
};

/** For a site where nobody vouched for a box yet. */
export const noBox = "There is no box to work on; varsync discover shows what is there, varsync enroll vouches for it.";

interface Shown extends Pick<CommandContext, "json" | "out" | "progress"> {
  /** What stands in the document besides. */
  readonly with?: Readonly<Record<string, unknown>>;
}

/** Prints what became of each box, sorted by serial number, and answers the exit code. */
export async function showResults(
  { json, out, progress, with: more }: Shown,
  results: readonly BoxResult[],
): Promise<number> {
  progress.stop();
  const sorted = [...results].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  if (json) out.document({ ...more, results: sorted.map(resultJson) });
  else if (sorted.length === 0) out.text(noBox);
  else {
    const columns = ["Serial number", "Address", "Product", "Outcome", "Effective", "Licenses"];
    const rows = sorted.map((result) => [
      result.serial ?? "",
      result.address ?? "",
      result.product ?? "",
      out.style(styles[result.outcome] ?? "bold", result.outcome),
      result.installed.length === 0 ? "" : result.effective,
      licensesText(result.installed),
    ]);
    await out.table(
      columns.map((heading) => ({ heading })),
      rows,
    );
    for (const result of sorted) for (const line of remarks(result)) out.text(line);
    const backups = sorted.flatMap(({ backup }) => backup ?? []);
    if (backups.length === 1) out.text(`Backup of the configuration as it was: ${backups[0]}`);
    else if (backups.length > 1)
      out.text(`Backups of the configurations as they were: ${dirname(dirname(backups[0] ?? ""))}`);
  }
  return exitCodeOf(results);
}

/** `PBX-Registrations=37, Relay-BRIs=2`: the sums by type. */
export function licensesText(lines: readonly LicenseLine[]): string {
  const sums = new Map<string, number>();
  for (const { type, count } of lines) sums.set(type, (sums.get(type) ?? 0) + count);
  return [...sums].map(([type, count]) => `${type}=${count}`).join(", ");
}

function remarks(result: BoxResult): string[] {
  const name = nameOf(result);
  return [
    ...(result.error ? [`${name}: ${result.error.message} (${result.error.code})`] : []),
    ...(result.waitingFor && !result.error
      ? [`${name}: ${result.outcome === "differs" ? "" : "waits for "}${result.waitingFor}`]
      : []),
    ...result.warnings.map((warning) => `${name}: note: ${warning.message}`),
  ];
}

function nameOf({ serial, address }: BoxResult): string {
  return serial ?? address ?? "";
}

function resultJson({ installed, ...result }: BoxResult) {
  return { ...nameJson(result), ...result, installed: installed.map(licenseJson) };
}
