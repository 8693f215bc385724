import type { z } from "zod";
import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import type { listAudit as ListAudit } from "../../../pool/operations/list-audit.ts";
import { defineCommand } from "../../command.ts";
import type { CommandContext } from "../../command-context.ts";
import { exitCode } from "../../exit-code.ts";
import { parseSince } from "../../parse-since.ts";
import { everyPage } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

type AuditPage = z.output<typeof ListAudit.output>;

/** `varsync pool audit` */
export const auditCommand = defineCommand({
  command: "audit",
  describe: "the ledger: who changed what, when and why; whether it is whole",
  builder: (yargs) =>
    withAccount(yargs)
      .option("since", { type: "string", requiresArg: true, describe: "not older: 2026-05-01, or 12h, 7d" })
      .option("verify", {
        type: "boolean",
        describe: "replay it and compare it with all that there is",
      })
      .option("head", { type: "string", requiresArg: true, describe: "with --verify: a head that was exported before" })
      .option("export-head", {
        type: "string",
        requiresArg: true,
        describe: "write its newest entry, signed, to a file",
      })
      .implies("head", "verify")
      .conflicts("export-head", ["verify", "since"]),
  async run(args, context) {
    return withManager(context, args, (manager) => {
      if (args.exportHead !== undefined) return exportHead(context, manager, args.exportHead);
      if (args.verify) return verify(context, manager, args.head);
      return list(context, manager, args.since);
    });
  },
});

async function list({ json, out }: CommandContext, manager: LicenseManager, text: string | undefined): Promise<number> {
  const { listAudit } = await import("../../../pool/operations/list-audit.ts");
  const since = text === undefined ? undefined : parseSince(text, new Date()).toISOString();
  const pages = everyPage((page) => manager.call(listAudit, { since, ...page }));
  if (json) await out.documentOf("entries", entriesOf(pages));
  else for await (const { entries } of pages) await showEntries(out, entries);
  return exitCode.done;
}

async function* entriesOf(pages: AsyncIterable<AuditPage>) {
  for await (const { entries } of pages) yield* entries;
}

async function showEntries(out: CommandContext["out"], entries: AuditPage["entries"]): Promise<void> {
  const headings = ["Entry", "When", "Who", "Account", "What", "Detail"];
  const rows = entries.map(({ sequence, at, actor, account = "", action, detail }) => [
    String(sequence),
    at,
    actor,
    account,
    action,
    JSON.stringify(detail),
  ]);
  await out.table(
    headings.map((heading) => ({ heading })),
    rows,
  );
}

async function verify(context: CommandContext, manager: LicenseManager, file: string | undefined): Promise<number> {
  const { json, out } = context;
  const { verifyLedger } = await import("../../../pool/operations/verify-ledger.ts");
  const remembered = file === undefined ? {} : await readHead(context, file);
  const { broken, entries, head } = await manager.call(verifyLedger, remembered);
  if (broken) {
    if (json) out.document({ error: { code: "ledger-broken", ...broken } });
    else out.text(`The ledger is broken: ${broken.message}.`);
    return exitCode.failed;
  }
  if (json) out.document({ verified: true, entries, head });
  else out.text(`The ledger is whole: ${entries} entries, the newest has the hash ${head.hash}.`);
  return exitCode.done;
}

async function exportHead(context: CommandContext, manager: LicenseManager, file: string): Promise<number> {
  const { showHead } = await import("../../../pool/operations/show-head.ts");
  const { writeSignedHead } = await import("../../signed-head.ts");
  const { writeOutput } = await import("../../write-file-whole.ts");
  const { sequence, hash } = await manager.call(showHead, {});
  const head = { sequence, hash, at: new Date().toISOString() };
  writeOutput(file, writeSignedHead(head, await ownSigningKey(context)), { overwrite: true });
  if (context.json) context.out.document({ head });
  else context.out.text(`Wrote the head of the ledger, entry ${sequence}, to ${file}.`);
  return exitCode.done;
}

async function readHead(context: CommandContext, file: string): Promise<{ sequence: number; hash: string }> {
  const { readFileSync } = await import("node:fs");
  const { asCaller } = await import("../../as-caller.ts");
  const { readSignedHead } = await import("../../signed-head.ts");
  const text = asCaller(() => readFileSync(file, "utf8"));
  const { sequence, hash } = readSignedHead(text, file, await ownSigningKey(context));
  return { sequence, hash };
}

async function ownSigningKey(context: CommandContext) {
  const { signingKey } = await import("../../signing-key.ts");
  return signingKey((await context.configOrDefault()).stateDir);
}
