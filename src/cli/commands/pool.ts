import { defineCommand } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { accountAddCommand } from "./pool/account-add.ts";
import { activateCommand } from "./pool/activate.ts";
import { balanceCommand } from "./pool/balance.ts";
import { claimCommand } from "./pool/claim.ts";
import { createKeyCommand } from "./pool/create-key.ts";
import { fileCommand } from "./pool/file.ts";
import { issueActivationCommand } from "./pool/issue-activation.ts";
import { keysCommand } from "./pool/keys.ts";
import { predefineCommand } from "./pool/predefine.ts";

/** `varsync pool …`: the license manager. */
export const poolCommand = defineCommand({
  command: "pool",
  describe: "the license pool: accounts, activation keys, balance, license keys",
  subcommands: [
    accountAddCommand,
    issueActivationCommand,
    predefineCommand,
    activateCommand,
    balanceCommand,
    createKeyCommand,
    claimCommand,
    keysCommand,
    fileCommand,
  ],
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name a pool command; varsync pool --help lists them")),
});
