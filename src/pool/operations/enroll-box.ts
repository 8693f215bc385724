import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { enrollBox as enroll } from "../access/enroll-box.ts";
import { spenders } from "../access/role.ts";
import { serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const enrollBox = defineOperation({
  name: "enroll-box",
  summary: "vouch that a box is the account's, so that its site's agent may claim for it",
  method: "POST",
  path: "/boxes/{serial}/enroll",
  may: spenders,
  input: z.strictObject({ serial: serialField }),
  output: z.object({ enrolled: z.string() }),
  async run({ pool, caller, input: { serial } }) {
    await enroll(pool, actorOf(caller), serial);
    return { enrolled: serial };
  },
});
