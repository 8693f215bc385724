import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import t, { type Test } from "tap";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { addReseller } from "../example-pool.ts";
import { everything } from "./everything.ts";
import { toldByLedger } from "./told-by-ledger.ts";

t.test("one changed bit of the database's file is found, or changed nothing that the pool says", async (t) => {
  const file = await wholePool(t);
  const bytes = readFileSync(file);
  const said = whatItSays(file);
  const pages = Array.from({ length: bytes.length / 4096 }, (_, page) => page);
  const withRows = pages.filter((page) =>
    /CREATE|00000|sha|@example/.test(bytes.toString("latin1", page * 4096, page * 4096 + 4096)),
  );
  t.ok(withRows.length > 10);
  const places = fc.tuple(fc.constantFrom(...withRows), fc.nat(4095), fc.nat(7));
  let found = 0;
  const changed = fc.asyncProperty(places, async ([page, offset, bit]) => {
    const damaged = Buffer.from(bytes);
    const place = page * 4096 + offset;
    damaged.writeUInt8(damaged.readUInt8(place) ^ (1 << bit), place);
    const copy = `${file}.changed`;
    for (const end of ["", "-wal", "-shm"]) rmSync(`${copy}${end}`, { force: true });
    writeFileSync(copy, damaged);
    const now = whatItSays(copy);
    if (await isFound(copy)) found += 1;
    else if (now !== said) throw new Error(`byte ${place}: it verifies, and says ${difference(said, now)}`);
  });
  await fc.assert(changed, { numRuns: 300, endOnFailure: true });
  t.ok(found > 20, `${found} were found`);
});

async function wholePool(t: Test): Promise<string> {
  const file = `${t.testdir()}/pool.db`;
  const pool = await openPool(file);
  const [anna, bert] = [await addReseller(pool, "anna@example.com"), await addReseller(pool, "bert@example.com")];
  await everything(pool, anna, bert);
  t.equal((await verifyLedger(pool)).broken, undefined);
  await pool[Symbol.asyncDispose]();
  // Pages that belong to nothing say nothing.
  const database = new DatabaseSync(file);
  database.exec("pragma wal_checkpoint(truncate); vacuum");
  database.close();
  return file;
}

/** All that the ledger tells of, and the tables themselves; `undefined` where SQLite cannot read it. */
function whatItSays(file: string): string | undefined {
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    const schema = database.prepare("select type, name, tbl_name, sql from sqlite_schema order by name").all();
    const tables = Object.entries(toldByLedger).map(([table, untold]) => {
      const sessions = table === "token" ? "where kind = 'agent'" : "";
      const rows = database.prepare(`select * from ${table} ${sessions}`).all();
      return rows.map((row) => Object.entries(row).filter(([name]) => !untold.includes(name)));
    });
    const texts = schema.map((row) =>
      Object.values(row)
        .join(" ")
        .replaceAll(/[\s"'`[\]]/g, ""),
    );
    return JSON.stringify([texts, ...tables]);
  } catch {
    return undefined;
  }
}

async function isFound(file: string): Promise<boolean> {
  try {
    await using pool = await openPool(file);
    return (await verifyLedger(pool)).broken !== undefined;
  } catch {
    // It is told that the database is damaged.
    return true;
  }
}

function difference(said = "", now = ""): string {
  const start = [...said].findIndex((character, index) => character !== now[index]);
  return `${now.slice(start - 80, start + 80)} in place of ${said.slice(start - 80, start + 80)}`;
}
