import { z } from "zod";
import { licenseCatalog } from "../../license/license-catalog.ts";
import { defineOperation } from "./operation.ts";

export const listLicenseTypes = defineOperation({
  name: "list-license-types",
  summary: "every license type, and whether it is bound to its box",
  method: "GET",
  path: "/license-types",
  may: ["anyone"],
  input: z.strictObject({}),
  output: z.object({
    licenseTypes: z.array(
      z.object({ type: z.string(), variable: z.string(), name: z.string(), boundTo: z.string(), what: z.string() }),
    ),
  }),
  run: async () => ({ licenseTypes: licenseCatalog.map(({ mark, ...type }) => type) }),
});
