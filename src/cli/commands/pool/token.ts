import type { CommandGroup } from "../../command.ts";
import { tokenCreateCommand } from "./token/create.ts";
import { tokenListCommand } from "./token/list.ts";
import { tokenRevokeCommand } from "./token/revoke.ts";

/** `varsync pool token …` */
export const tokenCommand: CommandGroup = {
  command: "token",
  describe: "tokens for agents",
  subcommands: [tokenCreateCommand, tokenListCommand, tokenRevokeCommand],
};
