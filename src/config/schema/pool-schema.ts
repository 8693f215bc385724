import { z } from "zod";
import { databaseSchema, isPostgres } from "../database.ts";
import { durationSchema } from "../duration.ts";
import { lowBalanceSchema } from "../low-balance.ts";
import { path, secretName, wantsOne } from "./fields.ts";

/** The pool: a database that this machine opens itself, or a server. */
export const poolSchema = z
  .strictObject({
    database: databaseSchema.optional(),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    url: z.url({ protocol: /^https?$/, error: "an address like https://pool.example.org:8480" }).optional(),
    tokenFile: path.optional(),
    caFile: path.optional(),
    account: z.string().includes("@", { error: "an account is named by its e-mail address" }).optional(),
    lowBalance: lowBalanceSchema.optional(),
    unseenAfter: durationSchema.optional(),
    token: z.never({ error: "a token does not stand in the configuration; use tokenFile" }).optional(),
  })
  .refine(...wantsOne("database", "url"))
  .refine(({ url, tokenFile }) => (url === undefined) === (tokenFile === undefined), {
    message: "a pool server (url) wants tokenFile, and a database wants none",
  })
  .refine(({ url }) => url === undefined || new URL(url).username + new URL(url).password === "", {
    message: "a password does not stand in the address of the pool; use tokenFile",
  })
  .refine(({ url, caFile }) => caFile === undefined || url !== undefined, { message: "caFile goes with url" })
  .refine(({ url, lowBalance, unseenAfter }) => url === undefined || (lowBalance ?? unseenAfter) === undefined, {
    message: "lowBalance and unseenAfter stand in the configuration of the pool server, where the database is",
  })
  .refine(({ passwordFile, passwordEnv }) => passwordFile === undefined || passwordEnv === undefined, {
    message: "wants one of passwordFile, passwordEnv",
  })
  .refine(
    ({ database, passwordFile, passwordEnv }) =>
      (passwordFile ?? passwordEnv) === undefined || isPostgres(database ?? ""),
    { message: "a password goes with a database of PostgreSQL, postgres://…" },
  );
