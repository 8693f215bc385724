import { type Compilable, type CompiledQuery, type Expression, type Kysely, type QueryResult, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";

/** What a query puts where its values are to stand. */
export type Given<Values> = { readonly [Name in keyof Values]: Expression<Values[Name]> };

/** A query that waits for its values. */
type ReadyQuery<Tables, Values, Row> = (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>>;

/**
 * A query that Kysely builds and compiles when it runs first; from then on only its values are filled in, which takes a
 * quarter of the time. Everything that differs from run to run must come by `given`, the same names each time.
 */
export function compiledOnce<Tables, Values extends object, Row>(
  build: (db: Kysely<Tables>, given: Given<Values>) => Compilable<Row>,
): ReadyQuery<Tables, Values, Row> {
  // The same query reads differently in SQLite and in PostgreSQL.
  const compiled = new Map<boolean, CompiledQuery<Row>>();
  return (db, values) => {
    const engine = isPostgres(db);
    const query = compiled.get(engine) ?? build(db, gapsFor(values)).compile();
    compiled.set(engine, query);
    const fill = (parameter: unknown): unknown =>
      parameter instanceof Gap ? Reflect.get(values, parameter.name) : parameter;
    return db.executeQuery({ ...query, parameters: query.parameters.map(fill) });
  };
}

/** Stands among the parameters of a compiled query for a value to come. */
class Gap {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function gapsFor<Values extends object>(values: Values): Given<Values> {
  const gaps = Object.keys(values).map((name) => [name, sql`${new Gap(name)}`]);
  return Object.fromEntries(gaps) as Given<Values>;
}
