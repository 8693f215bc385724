import { z } from "zod";
import type { DiskMap } from "../../store/disk-map.ts";
import type { LedgerRow } from "../pool-tables.ts";
import type { Books } from "./books.ts";

/** An entry, as far as the books follow from it. */
export type Entry = Pick<LedgerRow, "at" | "actor" | "account_id" | "action" | "request_id" | "detail"> & {
  readonly sequence: number;
};

const licensesSchema = z.record(z.string(), z.number());
const detailSchema = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  count: z.number().optional(),
  serial: z.string().optional(),
  line: z.string().optional(),
  why: z.string().optional(),
  token: z.string().optional(),
  replaces: z.string().optional(),
  licenses: licensesSchema.optional(),
  lots: z.array(z.object({ lotId: z.number(), type: z.string().optional(), count: z.number() })).optional(),
  predefined: z.union([z.string(), z.array(z.string())]).optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  role: z.string().optional(),
  activationKey: z.string().optional(),
  code: z.string().optional(),
  transfer: z.string().optional(),
  to: z.string().optional(),
  fingerprint: z.string().optional(),
  total: z.number().optional(),
  agreementVersion: z.string().optional(),
  password: z.string().optional(),
  invitation: z.string().optional(),
  expiresAt: z.string().optional(),
});
export type Detail = z.output<typeof detailSchema>;

/** What an entry of one action does to the books. */
export type Change = (books: Books, entry: Entry, detail: Detail) => void;

/** `undefined` when it cannot be read. */
export function readDetail({ detail }: Pick<Entry, "detail">): Detail | undefined {
  return detailSchema.safeParse(readJson(detail)).data;
}

/** Changes a book that is there, on behalf of the entry. */
export function update<Book>(
  books: DiskMap<Book>,
  id: string | null | undefined,
  { sequence }: Entry,
  change: Partial<Book>,
): void {
  const book = books.get(id ?? "");
  if (book !== undefined) books.set(id ?? "", { ...book, ...change, entry: sequence });
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
