import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { isWithinReach } from "../access/within-reach.ts";
import { licenseFile } from "../ledger/license-file.ts";
import { serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** A character a byte: a line of the vendor is given as it came. */
export const showLicenseFile = defineOperation({
  name: "show-license-file",
  summary: "the file with all active license keys of a box",
  method: "GET",
  path: "/boxes/{serial}/license-file",
  answers: "text/plain",
  may: readers,
  input: z.strictObject({ serial: serialField }),
  output: z.string(),
  run: async ({ pool, caller, input: { serial } }) =>
    (await isWithinReach(pool, caller, serial)) ? licenseFile(pool, actorOf(caller).account, serial) : "",
});
