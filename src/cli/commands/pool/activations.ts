import { defineCommand } from "../../command.ts";
import { everyItem } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool activations` */
export const activationsCommand = defineCommand({
  command: "activations",
  describe: "the account's activation keys, and what each was spent on",
  builder: withAccount,
  async run(args, context) {
    const { listActivationKeys } = await import("../../../pool/operations/list-activation-keys.ts");
    return withManager(context, args, async (manager) => {
      const activations = await everyItem(
        (page) => manager.call(listActivationKeys, page),
        (page) => page.activations,
      );
      if (context.json) context.out.document({ activations });
      else if (activations.length === 0)
        context.out.text("The account has no activation key yet; varsync pool activate adds one.");
      else {
        const headings = ["Activation key", "Status", "Licenses", "Used", "Spent on"];
        const rows = activations.map(({ activationKey, status, lots }) => [
          activationKey,
          status,
          lots.map(({ type, count }) => `${type}=${count}`),
          lots.map(({ used }) => String(used)),
          lots.map(({ spentOn, moreSpentOn }) =>
            [
              ...spentOn.map(({ count, serial, licenseKeyId }) => `${count} ${serial ?? licenseKeyId}`),
              ...(moreSpentOn ? ["…"] : []),
            ].join(", "),
          ),
        ]);
        await context.out.table(
          headings.map((heading) => ({ heading })),
          rows,
        );
      }
      return 0;
    });
  },
});
