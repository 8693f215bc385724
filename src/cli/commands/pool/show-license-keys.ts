import type { LicenseKeyAnswer } from "../../../pool/operations/fields.ts";
import type { CommandContext } from "../../command-context.ts";

/**
 * Prints license keys the way that is asked for. Answers exit code 0.
 * @param ifNone what is said where there is none
 */
export async function showLicenseKeys(
  { json, out }: CommandContext,
  licenseKeys: readonly LicenseKeyAnswer[],
  ifNone = "There is no such license key.",
): Promise<number> {
  if (json) out.document({ licenseKeys });
  else if (licenseKeys.length === 0) out.text(ifNone);
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
