import { z } from "zod";
import { listAccounts as list } from "../access/list-accounts.ts";
import { people } from "../access/role.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";

const person = z.object({
  email: z.string(),
  name: z.string(),
  role: z.enum(["owner", "member", "auditor"]),
  disabledAt: z.string().optional(),
});

/** Operator and issuer see all accounts, everybody else those that they work for. */
export const listAccounts = defineOperation({
  name: "list-accounts",
  summary: "accounts, and who works for them",
  method: "GET",
  path: "/accounts",
  may: people,
  input: z.strictObject({
    ...pageFields,
  }),
  output: z.object({
    accounts: z.array(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.string(),
        role: z.enum(["reseller", "issuer"]),
        createdAt: z.string(),
        disabledAt: z.string().optional(),
        people: z.array(person),
      }),
    ),
    ...nextField,
  }),
  async run({ pool, caller: { roles, personId = "" }, input }) {
    const all = roles.has("operator") || roles.has("issuer");
    const { items: accounts, ...more } = await list(pool, all ? undefined : personId, input);
    return { accounts: [...accounts], ...more };
  },
});
