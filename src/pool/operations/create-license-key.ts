import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { createLicenseKey as create } from "../ledger/create-license-key.ts";
import { noteRefusedBudget } from "../ledger/note-refused-budget.ts";
import { PoolError } from "../pool-error.ts";
import { countField, licenseKeysAnswer, requestIdField, serialField, textField, typeField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** `count` more, or as many as make the active keys of the type for the box add up to `total`. */
export const createLicenseKey = defineOperation({
  name: "create-license-key",
  summary: "create a license key from the balance; it cannot be taken back",
  method: "POST",
  path: "/license-keys",
  status: 201,
  may: [...spenders, "agent-create"],
  input: z.strictObject({
    type: typeField,
    count: countField.optional(),
    total: countField.optional(),
    serial: serialField.optional(),
    customer: textField.optional(),
    location: textField.optional(),
    description: textField.optional(),
    requestId: requestIdField.optional(),
  }),
  output: licenseKeysAnswer,
  async run({ pool, caller, input: { count, total, ...request } }) {
    if ((count === undefined) === (total === undefined)) {
      throw new PoolError("bad-request", "wanted is one of count and total");
    }
    const amount = count === undefined ? { total: total ?? 0 } : { count };
    const { limits } = caller;
    try {
      return { licenseKeys: await create(pool, spenderOf(caller), { ...request, amount }, limits) };
    } catch (error) {
      const refused = error instanceof PoolError && error.code === "budget-used-up";
      if (refused && limits) await noteRefusedBudget(pool, limits.id);
      throw error;
    }
  },
});
