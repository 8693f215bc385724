import { defineCommand } from "../../command.ts";
import { UsageError } from "../../usage-error.ts";
import { tokenCreateCommand } from "./token/create.ts";
import { tokenListCommand } from "./token/list.ts";
import { tokenRevokeCommand } from "./token/revoke.ts";

/** `varsync pool token …` */
export const tokenCommand = defineCommand({
  command: "token",
  describe: "tokens for agents",
  subcommands: [tokenCreateCommand, tokenListCommand, tokenRevokeCommand],
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync pool token --help lists it")),
});
