import { defineCommand } from "../../command.ts";
import { withStranger } from "./with-pool.ts";

/** `varsync pool agreement` */
export const agreementCommand = defineCommand({
  command: "agreement",
  describe: "the license agreement of the pool server",
  builder: (yargs) => yargs,
  async run(_args, context) {
    const { showAgreement } = await import("../../../pool/operations/show-agreement.ts");
    return withStranger(context, async (manager) => {
      const agreement = await manager.call(showAgreement, {});
      if (context.json) context.out.document(agreement);
      else context.out.text(agreement.text);
      return 0;
    });
  },
});
