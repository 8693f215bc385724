import type { KeyFact } from "../keys/key-source.ts";
import { type ReportedBox, type ReportRow, reportRows } from "../report/report-rows.ts";
import { enrolledSerials } from "./enrolled-serials.ts";
import { type InspectionError, inspectSite } from "./inspect-site.ts";
import type { Site } from "./site.ts";

/** Reads every enrolled box, and holds what is on it against what pool and license files have for it. Changes nothing. */
export async function reportSite(
  site: Site,
  options: { readonly onBox?: (done: number, total: number) => void },
  signal: AbortSignal,
): Promise<{ readonly rows: readonly ReportRow[]; readonly errors: readonly InspectionError[] }> {
  const serials = await enrolledSerials(site);
  if (serials.length === 0) return { rows: [], errors: [] };
  const targets = serials.map((serial) => ({ serial }));
  const { boxes: read, errors } = await inspectSite(site, targets, options, signal);
  const inspected = new Map(read.map((one) => [one.identity.serial, one]));
  const known = new Map((await site.journal.boxes.all()).map((box) => [box.serial, box]));
  const boxes: ReportedBox[] = [];
  for (const serial of serials) {
    const offers = (await Promise.all(site.sources.map((source) => source.offers(serial)))).flatMap(
      ({ lines }) => lines,
    );
    const one = inspected.get(serial);
    const name = site.boxes.get(serial)?.name;
    const product = one?.identity.product ?? known.get(serial)?.product;
    const address = one?.identity.endpoint.address ?? known.get(serial)?.address;
    boxes.push({
      serial,
      ...(name && { name }),
      ...(product && { product }),
      ...(address && { address }),
      ...(one && { installed: one.licenses }),
      offers,
    });
  }
  return { rows: reportRows(boxes, await factsOf(site, boxes)), errors };
}

async function factsOf(site: Site, boxes: readonly ReportedBox[]): Promise<ReadonlyMap<string, KeyFact>> {
  const facts = new Map<string, KeyFact>();
  for (const { installed = [] } of boxes) {
    const codes = installed.flatMap(({ key }) => key ?? []);
    for (const source of codes.length > 0 ? site.sources : []) {
      for (const [code, fact] of await source.lookUp(codes)) facts.set(code, fact);
    }
  }
  return facts;
}
