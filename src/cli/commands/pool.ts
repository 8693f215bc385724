import type { CommandGroup } from "../command.ts";
import { acceptCommand } from "./pool/accept.ts";
import { accountCommand } from "./pool/account.ts";
import { activateCommand } from "./pool/activate.ts";
import { activationsCommand } from "./pool/activations.ts";
import { agreementCommand } from "./pool/agreement.ts";
import { answerCommand } from "./pool/answer.ts";
import { assignCommand } from "./pool/assign.ts";
import { auditCommand } from "./pool/audit.ts";
import { backupCommand } from "./pool/backup.ts";
import { balanceCommand } from "./pool/balance.ts";
import { claimCommand } from "./pool/claim.ts";
import { copyCommand } from "./pool/copy.ts";
import { createKeyCommand } from "./pool/create-key.ts";
import { declineCommand } from "./pool/decline.ts";
import { fileCommand } from "./pool/file.ts";
import { importCommand } from "./pool/import.ts";
import { issueActivationCommand } from "./pool/issue-activation.ts";
import { keysCommand } from "./pool/keys.ts";
import { loginCommand } from "./pool/login.ts";
import { logoutCommand } from "./pool/logout.ts";
import { predefineCommand } from "./pool/predefine.ts";
import { registerCommand } from "./pool/register.ts";
import { replaceCommand } from "./pool/replace.ts";
import { restoreCommand } from "./pool/restore.ts";
import { revokeCommand } from "./pool/revoke.ts";
import { serveCommand } from "./pool/serve.ts";
import { sitesCommand } from "./pool/sites.ts";
import { tokenCommand } from "./pool/token.ts";
import { transferCommand } from "./pool/transfer.ts";
import { transfersCommand } from "./pool/transfers.ts";
import { unclaimCommand } from "./pool/unclaim.ts";
import { warningsCommand } from "./pool/warnings.ts";
import { webhooksCommand } from "./pool/webhooks.ts";

/** `varsync pool …`: the license manager. */
export const poolCommand: CommandGroup = {
  command: "pool",
  describe: "the license pool: accounts, activation keys, balance, license keys",
  subcommands: [
    agreementCommand,
    registerCommand,
    loginCommand,
    logoutCommand,
    accountCommand,
    tokenCommand,
    issueActivationCommand,
    predefineCommand,
    activateCommand,
    activationsCommand,
    balanceCommand,
    createKeyCommand,
    claimCommand,
    unclaimCommand,
    importCommand,
    keysCommand,
    fileCommand,
    sitesCommand,
    auditCommand,
    warningsCommand,
    webhooksCommand,
    assignCommand,
    replaceCommand,
    revokeCommand,
    transferCommand,
    transfersCommand,
    acceptCommand,
    declineCommand,
    answerCommand,
    serveCommand,
    copyCommand,
    backupCommand,
    restoreCommand,
  ],
};
