import { acceptTransfer } from "./accept-transfer.ts";
import { addAccount } from "./add-account.ts";
import { addActivationKeys } from "./add-activation-keys.ts";
import { addAuditor } from "./add-auditor.ts";
import { assignLicenseKey } from "./assign-license-key.ts";
import { beginSession } from "./begin-session.ts";
import { changePassword } from "./change-password.ts";
import { claimPredefined } from "./claim-predefined.ts";
import { createLicenseKey } from "./create-license-key.ts";
import { createLicenseKeys } from "./create-license-keys.ts";
import { createToken } from "./create-token.ts";
import { declineTransfer } from "./decline-transfer.ts";
import { disableAccount } from "./disable-account.ts";
import { enableAccount } from "./enable-account.ts";
import { endSession } from "./end-session.ts";
import { importLicenseFiles } from "./import-license-files.ts";
import { invitePerson } from "./invite-person.ts";
import { issueActivationKey } from "./issue-activation-key.ts";
import { joinAccount } from "./join-account.ts";
import { leaveAccount } from "./leave-account.ts";
import { listAccounts } from "./list-accounts.ts";
import { listActivationKeys } from "./list-activation-keys.ts";
import { listAudit } from "./list-audit.ts";
import { listLicenseKeys } from "./list-license-keys.ts";
import { listLicenseTypes } from "./list-license-types.ts";
import { listPredefined } from "./list-predefined.ts";
import { listSites } from "./list-sites.ts";
import { listTokens } from "./list-tokens.ts";
import { listTransfers } from "./list-transfers.ts";
import { listWarnings } from "./list-warnings.ts";
import { lookUpKeyCodes } from "./look-up-codes.ts";
import { offerTransfer } from "./offer-transfer.ts";
import type { AnyOperation } from "./operation.ts";
import { predefineLicense } from "./predefine-license.ts";
import { registerAccount } from "./register-account.ts";
import { replaceBox } from "./replace-box.ts";
import { reportAgent } from "./report-agent.ts";
import { reportBox } from "./report-box.ts";
import { reportHold } from "./report-hold.ts";
import { reportSite } from "./report-site.ts";
import { revokeLicenseKey } from "./revoke-license-key.ts";
import { revokeToken } from "./revoke-token.ts";
import { setPassword } from "./set-password.ts";
import { showAgreement } from "./show-agreement.ts";
import { showBalance } from "./show-balance.ts";
import { showBoxOffers } from "./show-box-offers.ts";
import { showCaller } from "./show-caller.ts";
import { showHead } from "./show-head.ts";
import { showLicenseFile } from "./show-license-file.ts";
import { unclaimPredefined } from "./unclaim-predefined.ts";
import { verifyLedger } from "./verify-ledger.ts";

/** Everything that the license manager does, in the order of the documentation. */
export const operations: readonly AnyOperation[] = [
  showAgreement,
  registerAccount,
  beginSession,
  endSession,
  showCaller,
  addAccount,
  addAuditor,
  listAccounts,
  disableAccount,
  enableAccount,
  setPassword,
  changePassword,
  invitePerson,
  joinAccount,
  leaveAccount,
  createToken,
  listTokens,
  revokeToken,
  listLicenseTypes,
  showBalance,
  addActivationKeys,
  listActivationKeys,
  offerTransfer,
  listTransfers,
  acceptTransfer,
  declineTransfer,
  createLicenseKey,
  createLicenseKeys,
  importLicenseFiles,
  listLicenseKeys,
  assignLicenseKey,
  lookUpKeyCodes,
  showBoxOffers,
  reportBox,
  reportHold,
  reportSite,
  reportAgent,
  listSites,
  showLicenseFile,
  listPredefined,
  claimPredefined,
  unclaimPredefined,
  issueActivationKey,
  predefineLicense,
  revokeLicenseKey,
  replaceBox,
  listWarnings,
  listAudit,
  showHead,
  verifyLedger,
];
