import type { LicenseKeyAnswer } from "../../../pool/operations/fields.ts";
import type { CommandContext } from "../../command-context.ts";

/** Prints license keys the way that is asked for. Answers exit code 0. */
export async function showLicenseKeys(
  { json, out }: CommandContext,
  licenseKeys: readonly LicenseKeyAnswer[],
): Promise<number> {
  if (json) out.document({ licenseKeys });
  else if (licenseKeys.length === 0) out.text("There is no such license key.");
  else {
    const headings = ["Status", "License", "Serial", "Customer", "Location", "Description", "Key", "Id"];
    const rows = licenseKeys.map((key) => [
      key.status,
      `${key.type}=${key.count}${key.predefined ? " (predefined)" : ""}`,
      key.serial ?? "",
      key.customer ?? "",
      key.location ?? "",
      key.description ?? "",
      key.key,
      key.id,
    ]);
    await out.table(
      headings.map((heading) => ({ heading })),
      rows,
    );
  }
  return 0;
}
