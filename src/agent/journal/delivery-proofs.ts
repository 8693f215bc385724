import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import type { JournalTables } from "./journal-tables.ts";

/** A box as it is now: another firmware may take lines in another way. */
export interface ProvenBox {
  readonly serial: SerialNumber;
  readonly firmware: string | undefined;
}

/** Lines of which variables were seen to be put on a box: alone, or beside another one that stayed. */
export interface DeliveryProofs {
  /** To be called once the line was read back. */
  add(box: ProvenBox, variable: string, how: "alone" | "beside"): Promise<void>;
  /** By variable, the stronger proof of each. */
  of(box: ProvenBox): Promise<ReadonlyMap<string, "alone" | "beside">>;
}

export function deliveryProofs(db: Kysely<JournalTables>, commit: Commit<JournalTables>): DeliveryProofs {
  return {
    async add({ serial, firmware = "" }, variable, how) {
      await commit((within) =>
        within
          .insertInto("delivery_proof")
          .values({ serial, variable, firmware, beside: Number(how === "beside") })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },
    async of({ serial, firmware = "" }) {
      const rows = await db
        .selectFrom("delivery_proof")
        .select(["variable", "beside"])
        .where("serial", "=", serial)
        .where("firmware", "=", firmware)
        .orderBy("beside")
        .execute();
      return new Map(rows.map(({ variable, beside }) => [variable, beside === 1 ? "beside" : "alone"]));
    },
  };
}
