import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withIssuer } from "./with-pool.ts";

/** `varsync pool revoke` */
export const revokeCommand = defineCommand({
  command: "revoke <key-id>",
  describe: "issuer: revoke a license key; it stays listed",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("key-id", { type: "string", demandOption: true, describe: "as pool keys --json shows it" })
      .option("why", { type: "string", demandOption: true, requiresArg: true, describe: "kept with the key" })
      .option("removed", {
        type: "boolean",
        default: false,
        describe: "no box has it any more: a software license returns to the balance now",
      }),
  async run({ account, keyId: id, why, removed }, context) {
    const { revokeLicenseKey } = await import("../../../pool/operations/revoke-license-key.ts");
    return withIssuer(context, { account }, async (manager) =>
      showLicenseKeys(context, (await manager.call(revokeLicenseKey, { id, why, removed })).licenseKeys),
    );
  },
});
