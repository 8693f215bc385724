import { z } from "zod";
import { admitClaim } from "../access/admit-claim.ts";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { claim } from "../ledger/claim.ts";
import { licenseKeysAnswer, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const claimPredefined = defineOperation({
  name: "claim-predefined",
  summary: "a box's predefined licenses to this account, for ever",
  method: "POST",
  path: "/boxes/{serial}/claim",
  may: [...spenders, "agent-claim"],
  input: z.strictObject({ serial: serialField, requestId: z.string().min(1).max(200).optional() }),
  output: licenseKeysAnswer,
  async run({ pool, caller, input: { serial, requestId } }) {
    await admitClaim(pool, caller, serial);
    return { licenseKeys: await claim(pool, spenderOf(caller), serial, requestId) };
  },
});
