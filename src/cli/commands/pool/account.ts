import type { CommandGroup } from "../../command.ts";
import { accountAddCommand } from "./account/add.ts";
import { accountDisableCommand } from "./account/disable.ts";
import { accountEnableCommand } from "./account/enable.ts";
import { accountInviteCommand } from "./account/invite.ts";
import { accountJoinCommand } from "./account/join.ts";
import { accountLeaveCommand } from "./account/leave.ts";
import { accountListCommand } from "./account/list.ts";
import { accountSetPasswordCommand } from "./account/set-password.ts";

/** `varsync pool account …` */
export const accountCommand: CommandGroup = {
  command: "account",
  describe: "accounts, and the people who work for them",
  subcommands: [
    accountAddCommand,
    accountListCommand,
    accountDisableCommand,
    accountEnableCommand,
    accountSetPasswordCommand,
    accountInviteCommand,
    accountJoinCommand,
    accountLeaveCommand,
  ],
};
