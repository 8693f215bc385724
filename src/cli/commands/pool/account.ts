import { defineCommand } from "../../command.ts";
import { UsageError } from "../../usage-error.ts";
import { accountAddCommand } from "./account/add.ts";
import { accountDisableCommand } from "./account/disable.ts";
import { accountEnableCommand } from "./account/enable.ts";
import { accountInviteCommand } from "./account/invite.ts";
import { accountJoinCommand } from "./account/join.ts";
import { accountLeaveCommand } from "./account/leave.ts";
import { accountListCommand } from "./account/list.ts";
import { accountSetPasswordCommand } from "./account/set-password.ts";

/** `varsync pool account …` */
export const accountCommand = defineCommand({
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
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync pool account --help lists it")),
});
