import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { assignLicenseKey as assign } from "../ledger/assign-license-key.ts";
import { idField, licenseKeysAnswer, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const assignLicenseKey = defineOperation({
  name: "assign-license-key",
  summary: "give a license key that was made without a serial number to a box, once",
  method: "POST",
  path: "/license-keys/{id}/assign",
  may: spenders,
  input: z.strictObject({ id: idField, serial: serialField }),
  output: licenseKeysAnswer,
  run: async ({ pool, caller, input: { id, serial } }) => ({
    licenseKeys: [await assign(pool, spenderOf(caller), id, serial)],
  }),
});
