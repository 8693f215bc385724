import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { createLicenseKeys as create } from "../ledger/create-license-keys.ts";
import { countField, licenseKeysAnswer, requestIdField, serialField, textField, typeField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** As many as one transaction should hold others up for. */
export const largestBatch = 10_000;

const oneKey = z.strictObject({
  type: typeField,
  count: countField,
  serial: serialField.optional(),
  customer: textField.optional(),
  location: textField.optional(),
  description: textField.optional(),
});

export const createLicenseKeys = defineOperation({
  name: "create-license-keys",
  summary: "create many license keys from the balance, all or none; they cannot be taken back",
  method: "POST",
  path: "/license-keys/batch",
  status: 201,
  may: spenders,
  bodyBytes: 16 * 1024 * 1024,
  input: z.strictObject({
    licenseKeys: z.array(oneKey).min(1).max(largestBatch),
    requestId: requestIdField.optional(),
  }),
  output: licenseKeysAnswer,
  run: async ({ pool, caller, input: { licenseKeys, requestId } }) => ({
    licenseKeys: await create(pool, spenderOf(caller), licenseKeys, requestId),
  }),
});
