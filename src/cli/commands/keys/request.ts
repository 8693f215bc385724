import { defineCommand } from "../../command.ts";
import { exitCode, exitCodeOf } from "../../exit-code.ts";
import { withSite } from "../../site/with-site.ts";

/** `varsync keys request` */
export const keysRequestCommand = defineCommand({
  command: "request",
  describe: "write what the site's boxes need to a file, for varsync pool answer",
  builder: (yargs) =>
    yargs.option("out", { type: "string", demandOption: true, requiresArg: true, describe: "the file to write" }),
  async run({ out: file }, context) {
    const { answerStore } = await import("../../../agent/keys/answers/answer-store.ts");
    const { askingSource } = await import("../../../agent/keys/answers/asking-source.ts");
    const { enrolledSerials } = await import("../../../agent/reconcile/enrolled-serials.ts");
    const { planSite } = await import("../../../agent/reconcile/plan-site.ts");
    const { newLicenseRequest, writeLicenseRequest } = await import("../../../license/air-gap/license-request.ts");
    const { licenseCatalog } = await import("../../../license/license-catalog.ts");
    const { writeOutput } = await import("../../write-file-whole.ts");
    const whole = await context.config();
    const config = { ...whole, keys: whole.keys.filter((source) => source !== "pool") };
    return withSite(context, { keys: true, config }, async ({ site }) => {
      const asking = { ...site, sources: [...site.sources, askingSource(licenseCatalog.map(({ type }) => type))] };
      const boxes = await enrolledSerials(site);
      const onBox = (done: number, total: number) => context.progress.show(`reading: ${done} of ${total} boxes`);
      const targets = boxes.map((serial) => ({ serial }));
      const { passes, failures } = await planSite(asking, targets, { onBox }, context.signal);
      const requests = passes.flatMap(({ plan }) =>
        plan.steps.flatMap((step) => {
          if (step.kind !== "create-key") return [];
          const { kind, ...wanted } = step;
          return [wanted];
        }),
      );
      const read = passes.map(({ plan }) => plan.serial);
      const request = newLicenseRequest({ site: site.name, boxes: read, requests }, site.clock.now());
      writeOutput(file, writeLicenseRequest(request), { overwrite: false });
      await answerStore(config.stateDir).keepRequest(request);
      const errors = failures.map(({ serial, address, error }) => ({ serial, address, ...error }));
      if (context.json) context.out.document({ requests, file, id: request.id, errors });
      else {
        const headings = ["Serial number", "Type", "Missing", "Total"].map((heading) => ({ heading }));
        const rows = requests.map(({ serial, type, count, total }) => [serial, type, `${count}`, `${total}`]);
        if (rows.length > 0) await context.out.table(headings, rows);
        else context.out.text("No box lacks a license that would be created; keys that exist for them are asked for.");
        for (const { serial, message } of errors)
          context.out.text(`Not asked for, since it was not read: ${serial}: ${message}`);
        context.out.text(`Written to ${file}; where the pool is, run varsync pool answer ${file} --out FILE.`);
      }
      return failures.length === 0
        ? exitCode.done
        : exitCodeOf([...passes.map(() => ({ outcome: "in-step" })), ...failures]);
    });
  },
});
