// Opens the database that is named, makes it if need be, and adds a note. It says `ready` and starts when it reads a line.
import { once } from "node:events";
import { openSqlite } from "../../src/store/open-sqlite.ts";

const [, , path = ""] = process.argv;
process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
await using db = await openSqlite<{ note: { text: string } }>(path, {
  migrations: {
    "001-note": {
      up: async (db) => {
        await db.schema.createTable("note").addColumn("text", "text").execute();
      },
    },
  },
});
await db
  .insertInto("note")
  .values({ text: `${process.pid}` })
  .execute();
