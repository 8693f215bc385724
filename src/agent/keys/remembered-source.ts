import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ByteText } from "../../license/byte-text.ts";
import { parseLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { isAway } from "./is-away.ts";
import type { KeyFact, KeySource, OfferedLine, Offers } from "./key-source.ts";

const memory = z.object({ lines: z.array(z.object({ raw: z.string(), issuer: z.enum(["own", "vendor"]) })) });

/**
 * A source that goes on with what it said last while it cannot be reached: lines that exist are still offered, nothing
 * can be claimed or created. What it says is kept in a folder, a file a box, this user's only.
 */
export function rememberedSource(source: KeySource, folder: string): KeySource {
  const written = new Map<SerialNumber, string>();
  const facts = new Map<string, KeyFact>();
  const asked = async <T>(work: () => Promise<T>, instead: (why: string) => Promise<T> | T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      return instead(error.message);
    }
  };
  const keep = async (serial: SerialNumber, { lines }: Offers) => {
    const text = JSON.stringify({ lines: lines.map(({ line, issuer }) => ({ raw: line.raw, issuer })) });
    if (written.get(serial) === text) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${serial}.json`);
    await writeFile(`${file}.part`, text, { mode: 0o600 });
    await rename(`${file}.part`, file);
    written.set(serial, text);
  };
  const recall = async (serial: SerialNumber, why: string): Promise<Offers> => {
    const text = await readFile(join(folder, `${serial}.json`), "utf8").catch(() => undefined);
    const lines = text === undefined ? [] : readMemory(text);
    for (const { line, issuer } of lines) {
      const { key, type, count } = line;
      if (key !== undefined) facts.set(key, { status: "active", type, count, serial, issuer });
    }
    return { lines, predefined: [], away: why };
  };
  const offers = (serial: SerialNumber) =>
    asked(
      async () => {
        const there = await source.offers(serial);
        await keep(serial, there);
        return there;
      },
      (why) => recall(serial, why),
    );
  return {
    ...source,
    offers,
    // What was just made must be remembered, too, before the source goes away.
    async claim(serial, request) {
      const lines = await source.claim(serial, request);
      await offers(serial);
      return lines;
    },
    async create(request) {
      const lines = await source.create(request);
      await offers(request.serial);
      return lines;
    },
    spentToday: (serial) =>
      asked(
        () => source.spentToday(serial),
        () => ({ box: 0, day: 0 }),
      ),
    lookUp: (codes) =>
      asked(
        () => source.lookUp(codes),
        () => new Map([...facts].filter(([code]) => codes.includes(code))),
      ),
  };
}

/** A file that was damaged is as good as none: the pool is asked again once it can be reached. */
function readMemory(text: string): OfferedLine[] {
  try {
    return memory
      .parse(JSON.parse(text))
      .lines.map(({ raw, issuer }) => ({ line: parseLicenseLine(raw as ByteText), issuer, source: "pool" }));
  } catch {
    return [];
  }
}
