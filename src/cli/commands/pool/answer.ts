import { readFile } from "node:fs/promises";
import { defineCommand } from "../../command.ts";
import { everyPage } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool answer` */
export const answerCommand = defineCommand({
  command: "answer <request>",
  describe: "create what a site without a way here asked for, as a signed file",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("request", { type: "string", demandOption: true, describe: "what varsync keys request wrote" })
      .option("out", { type: "string", demandOption: true, requiresArg: true, describe: "the file to write" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run(args, context) {
    const { readLicenseRequest } = await import("../../../license/air-gap/license-request.ts");
    const { answerValidDays, writeLicenseAnswer } = await import("../../../license/air-gap/license-answer.ts");
    const { claimPredefined } = await import("../../../pool/operations/claim-predefined.ts");
    const { createLicenseKey } = await import("../../../pool/operations/create-license-key.ts");
    const { listLicenseKeys } = await import("../../../pool/operations/list-license-keys.ts");
    const { listPredefined } = await import("../../../pool/operations/list-predefined.ts");
    const { showCaller } = await import("../../../pool/operations/show-caller.ts");
    const { signingKey } = await import("../../signing-key.ts");
    const { writeOutput } = await import("../../write-file-whole.ts");
    const { createOutput } = await import("../../output.ts");
    const request = readLicenseRequest(await readFile(args.request, "utf8"), args.request);
    const { stateDir } = await context.configOrDefault();
    const key = await signingKey(stateDir);
    return withManager(context, args, async (manager) => {
      const claims: string[] = [];
      for (const serial of request.boxes) {
        const { predefined } = await manager.call(listPredefined, { serial });
        if (predefined.length > 0) claims.push(serial);
      }
      if (!args.yes) {
        const { account } = await manager.call(showCaller, {});
        const out = context.json ? createOutput(process.stderr) : context.out;
        const headings = ["Serial number", "Type", "Missing", "Total"].map((heading) => ({ heading }));
        const rows = request.requests.map(({ serial, type, count, total }) => [serial, type, `${count}`, `${total}`]);
        await out.table(headings, [...rows, ...claims.map((serial) => [serial, "predefined licenses", "", ""])]);
        await context.confirm(
          `Create this for the site ${request.site}, paid by ${account?.email}? It cannot be taken back.`,
        );
      }
      for (const serial of claims) await manager.call(claimPredefined, { serial });
      for (const { count, ...wanted } of request.requests) {
        const requestId = `${request.id}:${wanted.serial}:${wanted.type}`;
        await manager.call(createLicenseKey, { ...wanted, requestId });
      }
      const licenseKeys = [];
      for (const serial of request.boxes) {
        const pages = everyPage((page) => manager.call(listLicenseKeys, { serial, status: "active", ...page }));
        for await (const page of pages) licenseKeys.push(...page.licenseKeys.map((one) => ({ ...one, serial })));
      }
      const now = Date.now();
      const answer = {
        kind: "varsync-license-answer",
        requestId: request.id,
        site: request.site,
        issuedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + answerValidDays * 86_400_000).toISOString(),
        licenseKeys: licenseKeys.map(({ serial, type, count, issuer, line, lineIsBytes }) => ({
          serial,
          type,
          count,
          issuer,
          line,
          lineIsBytes,
        })),
      } as const;
      writeOutput(args.out, writeLicenseAnswer(answer, key), { overwrite: true });
      if (context.json) context.out.document({ licenseKeys });
      else {
        const until = answer.expiresAt.slice(0, 10);
        context.out.text(
          `Written to ${args.out}: ${licenseKeys.length} license keys, good until ${until}; at the site, run varsync keys import.`,
        );
      }
      return 0;
    });
  },
});
