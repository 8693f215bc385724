import { defineCommand } from "../../command.ts";
import { everyItem } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool warnings` */
export const warningsCommand = defineCommand({
  command: "warnings",
  describe: "types that run short, used up budgets, keys never seen on a box, revoked ones still installed",
  builder: withAccount,
  async run(args, context) {
    const { listWarnings } = await import("../../../pool/operations/list-warnings.ts");
    return withManager(context, args, async (manager) => {
      const warnings = await everyItem(
        (page) => manager.call(listWarnings, page),
        (page) => page.warnings,
      );
      if (context.json) context.out.document({ warnings });
      else if (warnings.length === 0) context.out.text("There is nothing to warn of.");
      else for (const { message } of warnings) context.out.text(message);
      return 0;
    });
  },
});
