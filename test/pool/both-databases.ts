import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { z } from "zod";
import { needsPostgres, type RealPostgres, startPostgres } from "./real-postgres.ts";

type NewDatabase = (template?: string) => Promise<string>;
const context = z.object({ newDatabase: z.custom<NewDatabase>((value) => typeof value === "function") });
let server: Promise<RealPostgres> | undefined;

/** In place of tap where tests are about the pool: each runs on SQLite, and the same again on a real PostgreSQL. */
export const bothDatabases = {
  test(name: string, body: (t: Test) => Promise<unknown>): void {
    t.test(`${name} (SQLite)`, body);
    t.test(`${name} (PostgreSQL)`, needsPostgres(), (t) => {
      const newDatabase: NewDatabase = async (template) => (await postgresOfThisFile()).newDatabase(template);
      t.context = { newDatabase };
      return body(t);
    });
  },
};

/** A new database of the kind that the test runs on, a path in a folder of its own or an address; empty, or a copy. */
export async function newDatabase(t: Test, template?: string): Promise<string> {
  const parsed = context.safeParse(t.context);
  if (parsed.success) return parsed.data.newDatabase(template);
  const folder = mkdtempSync(join(tmpdir(), "varsync-pool-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "pool.db");
  if (template !== undefined) copyFileSync(template, file);
  return file;
}

/** One server for all tests of a file. */
function postgresOfThisFile(): Promise<RealPostgres> {
  if (server === undefined) {
    const started = startPostgres();
    server = started;
    t.teardown(async () => (await started)[Symbol.asyncDispose]());
  }
  return server;
}
