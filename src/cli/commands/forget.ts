import { parseSerialNumber } from "../../license/serial-number.ts";
import { defineCommand } from "../command.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync forget` */
export const forgetCommand = defineCommand({
  command: "forget <serial>",
  describe: "forget a box: it is no longer enrolled, and gets no password",
  builder: (yargs) => yargs.positional("serial", { type: "string", demandOption: true, describe: "serial number" }),
  async run(args, context) {
    const serial = parseSerialNumber(args.serial);
    return withSite(context, { keys: false }, async ({ site, config }) => {
      const { unknownBox } = await import("../../agent/reconcile/unknown-box.ts");
      const known = await site.journal.boxes.forget(serial);
      await site.journal.entries.seen({ serial, action: "forget" });
      if (context.json) context.out.document({ forgotten: serial, known });
      else context.out.text(known ? `Forgot ${serial}.` : `Nothing to forget: ${unknownBox({ serial }).message}.`);
      if (site.boxes.has(serial)) {
        process.stderr.write(`${serial} still stands under boxes: in ${config.file}, and is enrolled by that\n`);
      }
      return 0;
    });
  },
});
