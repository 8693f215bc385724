import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { listLicenseKeys as list } from "../ledger/list-license-keys.ts";
import { licenseKeyAnswer, nextField, pageFields, serialField, textField, typeField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** Oldest first, a page at a time: `next` is the cursor of the page after this one. */
export const listLicenseKeys = defineOperation({
  name: "list-license-keys",
  summary: "the license keys of the account",
  method: "GET",
  path: "/license-keys",
  may: readers,
  input: z.strictObject({
    serial: serialField.optional(),
    customer: textField.optional(),
    type: typeField.optional(),
    status: z.enum(["active", "revoked"]).optional(),
    search: textField.optional(),
    activationKey: z.string().max(200).optional(),
    requestId: z.string().max(200).optional(),
    ...pageFields,
  }),
  output: z.object({ licenseKeys: z.array(licenseKeyAnswer), ...nextField }),
  run: ({ pool, caller, input: { limit, cursor, ...filter } }) =>
    list(pool, actorOf(caller).account, { ...filter, limits: caller.limits }, { limit, cursor }),
});
