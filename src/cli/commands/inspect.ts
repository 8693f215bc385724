import type { Inspection, InspectionError } from "../../agent/reconcile/inspect-site.ts";
import { defineCommand } from "../command.ts";
import { exitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { licenseJson } from "../show/license-json.ts";
import { nameJson } from "../show/name-json.ts";
import { licensesText } from "../show/show-results.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync inspect` */
export const inspectCommand = defineCommand({
  command: "inspect [target..]",
  describe: "read boxes and their licenses; of those not enrolled only what needs no password",
  builder: (yargs) =>
    yargs.positional("target", { type: "string", array: true, describe: "address or serial number; none = every box" }),
  async run({ target = [] }, context) {
    const { inspectSite } = await import("../../agent/reconcile/inspect-site.ts");
    const { parseTarget } = await import("../site/parse-target.ts");
    return withSite(context, { keys: false }, async ({ site }) => {
      const targets = target.map((text) => parseTarget(text, site));
      const onBox = (done: number, total: number) => context.progress.show(`reading boxes: ${done} of ${total}`);
      const { boxes, errors } = await inspectSite(site, targets, { onBox }, context.signal);
      context.progress.stop();
      if (context.json) context.out.document({ boxes: boxes.map(boxJson), errors: errors.map(errorJson) });
      else await showTable(context.out, boxes, errors);
      if (errors.length === 0) return exitCode.done;
      if (boxes.length > 0) return exitCode.partly;
      return errors.every(({ code }) => code === "auth-failed" || code === "no-credential")
        ? exitCode.credentials
        : exitCode.failed;
    });
  },
});

async function showTable(out: Output, boxes: readonly Inspection[], errors: readonly InspectionError[]): Promise<void> {
  const columns = ["Serial number", "Address", "Product", "Firmware", "Profile", "Reset required", "Licenses"];
  const rows = boxes.map(({ identity, licenses, enrolled }) => [
    identity.serial ?? "not told",
    identity.endpoint.address,
    identity.product ?? "",
    identity.firmware ?? "",
    identity.profile.id,
    identity.resetRequired === undefined ? "" : identity.resetRequired ? "yes" : "no",
    enrolled ? licensesText(licenses) || "none" : "not enrolled",
  ]);
  if (rows.length > 0) {
    await out.table(
      columns.map((heading) => ({ heading })),
      rows,
    );
  }
  for (const { identity, warnings } of boxes) {
    for (const { message } of warnings) out.text(`${identity.serial ?? identity.endpoint.address}: note: ${message}`);
  }
  for (const { serial, address, message, code } of errors) {
    out.text(out.style("red", `${serial ?? address}: ${message} (${code})`));
  }
  if (boxes.length + errors.length === 0) out.text("No box is known or was found in the configured networks.");
}

function errorJson(error: InspectionError) {
  return { ...nameJson(error), ...error };
}

function boxJson({ identity, licenses, warnings, enrolled }: Inspection) {
  const { serial, endpoint, product, firmware, profile, resetRequired, name } = identity;
  return {
    ...nameJson({ ...(serial && { serial }), address: endpoint.address }),
    httpPort: endpoint.httpPort,
    product: product ?? null,
    firmware: firmware ?? null,
    ...(name && { name }),
    profile: profile.id,
    ...(resetRequired !== undefined && { resetRequired }),
    enrolled,
    licenses: licenses.map(licenseJson),
    warnings,
  };
}
