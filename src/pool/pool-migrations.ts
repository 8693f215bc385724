import type { Migration } from "kysely/migration";
import { pool001 } from "./migrations/pool-001.ts";
import { pool002 } from "./migrations/pool-002.ts";
import { pool003 } from "./migrations/pool-003.ts";
import { pool004 } from "./migrations/pool-004.ts";
import { pool005 } from "./migrations/pool-005.ts";
import { pool006 } from "./migrations/pool-006.ts";
import { pool007 } from "./migrations/pool-007.ts";

/** Numbered migrations of the pool's database; what one that was shipped makes is never changed. */
export const poolMigrations: Readonly<Record<string, Migration>> = {
  "001-pool": { up: pool001 },
  "002-people-and-lots": { up: pool002 },
  "003-boxes": { up: pool003 },
  "004-warnings": { up: pool004 },
  "005-agents": { up: pool005 },
  "006-a-million-keys": { up: pool006 },
  "007-box-holds": { up: pool007 },
};
