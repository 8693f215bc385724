import { z } from "zod";
import { logOut } from "../access/log-out.ts";
import { defineOperation } from "./operation.ts";

export const endSession = defineOperation({
  name: "end-session",
  summary: "log out: the session's token is worth nothing any more",
  method: "DELETE",
  path: "/sessions/current",
  may: ["anyone"],
  input: z.strictObject({}),
  output: z.object({}),
  async run({ pool, caller }) {
    await logOut(pool, caller);
    return {};
  },
});
