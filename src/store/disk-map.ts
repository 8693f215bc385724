import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * A map that does not grow the memory: its values lie as JSON in a temporary file, which nobody else sees and which is
 * gone when it is closed.
 */
export class DiskMap<Value> implements Disposable {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #delete: StatementSync;
  readonly #first: StatementSync;

  constructor() {
    // Without a name SQLite makes a file of its own and removes it.
    this.#database = new DatabaseSync("");
    this.#database.exec(`
      pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma cache_size = -8000;
      create table map (key text primary key, value text not null) without rowid; begin`);
    this.#get = this.#database.prepare("select value from map where key = ?");
    this.#set = this.#database.prepare("insert or replace into map (key, value) values (?, ?)");
    this.#delete = this.#database.prepare("delete from map where key = ?");
    this.#first = this.#database.prepare("select key, value from map limit 1");
  }

  get(key: string): Value | undefined {
    const row = this.#get.get(key);
    return row && (JSON.parse(String(row["value"])) as Value);
  }

  set(key: string, value: Value): void {
    this.#set.run(key, JSON.stringify(value));
  }

  delete(key: string): void {
    this.#delete.run(key);
  }

  /** Any one that is in it. */
  first(): readonly [string, Value] | undefined {
    const row = this.#first.get();
    return row && [String(row["key"]), JSON.parse(String(row["value"])) as Value];
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
