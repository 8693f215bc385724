import { defineCommand } from "../../command.ts";
import { withManager, withStranger } from "./with-pool.ts";

/** `varsync pool logout` */
export const logoutCommand = defineCommand({
  command: "logout",
  describe: "end the session at the pool server, and remove pool.tokenFile",
  builder: (yargs) => yargs,
  async run(_args, context) {
    const { endSession } = await import("../../../pool/operations/end-session.ts");
    const { rm } = await import("node:fs/promises");
    return withStranger(context, async (_stranger, { tokenFile }) => {
      await withManager(context, {}, (manager) => manager.call(endSession, {}));
      await rm(tokenFile, { force: true });
      if (context.json) context.out.document({ loggedOut: true });
      else context.out.text("Logged out.");
      return 0;
    });
  },
});
