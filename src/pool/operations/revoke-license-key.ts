import { z } from "zod";
import { revokeLicenseKey as revoke } from "../ledger/revoke-license-key.ts";
import { idField, licenseKeysAnswer, whyField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** `removed`: the issuer vouches that no box has it any more. */
export const revokeLicenseKey = defineOperation({
  name: "revoke-license-key",
  summary: "revoke a license key; it stays listed",
  method: "POST",
  path: "/license-keys/{id}/revoke",
  may: ["operator", "issuer"],
  input: z.strictObject({ id: idField, why: whyField, removed: z.boolean().optional() }),
  output: licenseKeysAnswer,
  run: async ({ pool, caller, input: { id, ...revocation } }) => ({
    licenseKeys: [await revoke(pool, caller, id, revocation)],
  }),
});
