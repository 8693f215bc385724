import { join } from "node:path";
import type { Kysely } from "kysely";
import t, { type Test } from "tap";
import { compiledOnce, type Given } from "../../src/store/compiled-once.ts";
import { openSqlite } from "../../src/store/open-sqlite.ts";

interface Item {
  readonly id: number;
  readonly name: string | null;
  readonly price: number;
}
interface Tables {
  item: Item;
}

async function openShop(t: Test, path = join(t.testdir(), "shop.db")): Promise<Kysely<Tables>> {
  const migrations = {
    "001-item": {
      async up(db: Kysely<unknown>) {
        const table = db.schema.createTable("item").addColumn("id", "integer", (column) => column.primaryKey());
        await table.addColumn("name", "text").addColumn("price", "integer").execute();
      },
    },
  };
  const db = await openSqlite<Tables>(path, { migrations });
  t.teardown(() => db.destroy());
  return db;
}

const all = (db: Kysely<Tables>) => db.selectFrom("item").selectAll().orderBy("id").execute();

t.test("a query that is compiled once takes other values at each run, in whatever order they are named", async (t) => {
  const db = await openShop(t);
  let builds = 0;
  const insert = compiledOnce((db: Kysely<Tables>, item: Given<Item>) => {
    builds += 1;
    return db.insertInto("item").values(item);
  });
  await insert(db, { id: 1, name: "apple", price: 3 });
  await insert(db, { price: 4, name: null, id: 2 });
  t.same(await all(db), [
    { id: 1, name: "apple", price: 3 },
    { id: 2, name: null, price: 4 },
  ]);
  t.equal(builds, 1);
});

t.test(
  "values may be used twice and beside constants, and the answer tells the rows and how many changed",
  async (t) => {
    const db = await openShop(t);
    const items = [1, 2, 3].map((id) => ({ id, name: "apple", price: id * 10 }));
    await db.insertInto("item").values(items).execute();
    const raise = compiledOnce((db: Kysely<Tables>, given: Given<{ readonly by: number }>) =>
      db
        .updateTable("item")
        .set(({ eb }) => ({ price: eb("price", "+", given.by) }))
        .where("price", ">", given.by)
        .where("name", "=", "apple"),
    );
    t.equal((await raise(db, { by: 10 })).numAffectedRows, 2n);
    t.equal((await raise(db, { by: 35 })).numAffectedRows, 1n);
    const dearest = compiledOnce((db: Kysely<Tables>) =>
      db.selectFrom("item").select("price").orderBy("price", "desc"),
    );
    t.same((await dearest(db, {})).rows, [{ price: 75 }, { price: 30 }, { price: 10 }]);
  },
);

t.test("in a transaction it is part of it, and one compiled there runs on another database, too", async (t) => {
  const folder = t.testdir();
  const [db, other] = [await openShop(t, join(folder, "one.db")), await openShop(t, join(folder, "other.db"))];
  const insert = compiledOnce((db: Kysely<Tables>, item: Given<Item>) => db.insertInto("item").values(item));
  const undone = db.transaction().execute(async (transaction) => {
    await insert(transaction, { id: 1, name: "apple", price: 3 });
    throw new Error("changed my mind");
  });
  await t.rejects(undone, { message: "changed my mind" });
  await insert(other, { id: 1, name: "pear", price: 3 });
  t.same(await all(db), []);
  t.same(await all(other), [{ id: 1, name: "pear", price: 3 }]);
});
