import { z } from "zod";
import { agreement } from "../access/agreement.ts";
import { defineOperation } from "./operation.ts";

export const showAgreement = defineOperation({
  name: "show-agreement",
  summary: "the license agreement: version and text",
  method: "GET",
  path: "/agreement",
  may: ["anyone"],
  input: z.strictObject({}),
  output: z.object({ version: z.string(), text: z.string() }),
  run: () => Promise.resolve(agreement),
});
