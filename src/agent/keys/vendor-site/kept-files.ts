import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type LicenseFileEntry, parseLicenseFile } from "../../../license/license-file.ts";
import type { SerialNumber } from "../../../license/serial-number.ts";

const memorySchema = z.object({
  at: z.iso.datetime(),
  requestId: z.string(),
  /** Why the site gave nothing; missing when it gave the file. */
  refused: z.object({ code: z.templateLiteral(["vendor-", z.string()]), message: z.string() }).optional(),
});

/** When the site was last asked for a box, by which request, and whether it gave its file. */
export type SiteMemory = z.infer<typeof memorySchema>;

/** License files as they were downloaded, and what is remembered of asking for them. */
export interface KeptFiles {
  /** @throws LicenseError when somebody changed the file so that it cannot be read */
  entries(serial: SerialNumber): Promise<readonly LicenseFileEntry[]>;
  memory(serial: SerialNumber): Promise<SiteMemory | undefined>;
  keep(serial: SerialNumber, bytes: Uint8Array, memory: SiteMemory): Promise<void>;
  remember(serial: SerialNumber, memory: SiteMemory): Promise<void>;
  /** The box for which the request got a file. */
  serialOf(requestId: string): Promise<SerialNumber | undefined>;
}

/** Keeps them in the folder, readable by their owner only; what was kept is on the disk. */
export function keptFiles(folder: string): KeptFiles {
  const memoryOf = async (name: string) => {
    const text = await readIfAny(join(folder, name));
    return text && memorySchema.safeParse(parseJson(text.toString("utf8"))).data;
  };
  const remember = (serial: SerialNumber, memory: SiteMemory) =>
    writeWhole(folder, `${serial}.json`, JSON.stringify(memory));
  return {
    async entries(serial) {
      const name = `${serial}.txt`;
      const bytes = await readIfAny(join(folder, name));
      return bytes ? parseLicenseFile(bytes, undefined, join(folder, name)) : [];
    },
    memory: (serial) => memoryOf(`${serial}.json`),
    async keep(serial, bytes, memory) {
      await writeWhole(folder, `${serial}.txt`, bytes);
      await remember(serial, memory);
    },
    remember,
    async serialOf(requestId) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names.filter((one) => one.endsWith(".json"))) {
        const memory = await memoryOf(name);
        if (memory?.requestId === requestId && memory.refused === undefined)
          return name.replace(/\.json$/, "") as SerialNumber;
      }
      return undefined;
    },
  };
}

async function readIfAny(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `.${name}.${randomUUID().slice(0, 8)}.part`);
  try {
    const handle = await open(part, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, join(folder, name));
  } finally {
    await rm(part, { force: true });
  }
}
