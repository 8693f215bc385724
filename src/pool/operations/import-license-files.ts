import { z } from "zod";
import { LicenseError } from "../../license/license-error.ts";
import { parseLicenseFile } from "../../license/license-file.ts";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { type ImportedLine, importKeys } from "../ledger/import-keys.ts";
import { importedKey } from "../ledger/imported-key.ts";
import { licenseKeyAnswer, requestIdField, textField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

const licenseFile = z.strictObject({
  name: textField.min(1).max(300).meta({ description: "for errors and the ledger", example: "master.txt" }),
  content: z
    .base64()
    .meta({ description: "the file's bytes in Base64, so that nothing is lost whatever its encoding" }),
});

/** What is in no file of the vendor is not in the answer either: keys of others are `known` like one's own. */
const knownKey = licenseKeyAnswer.pick({
  type: true,
  count: true,
  serial: true,
  customer: true,
  location: true,
  description: true,
  key: true,
  line: true,
  lineIsBytes: true,
});

export const importLicenseFiles = defineOperation({
  name: "import-license-files",
  summary: "take license files that the vendor issued into the inventory, all or none; no balance changes",
  method: "POST",
  path: "/license-keys/import",
  status: 201,
  may: spenders,
  bodyBytes: 24 * 1024 * 1024,
  input: z.strictObject({ files: z.array(licenseFile).min(1).max(1000), requestId: requestIdField.optional() }),
  output: z.object({ imported: z.array(licenseKeyAnswer), known: z.array(knownKey) }),
  run: async ({ pool, caller, input: { files, requestId } }) =>
    importKeys(pool, spenderOf(caller), files.flatMap(linesOf), requestId),
});

/** @throws LicenseError that names file and line */
function linesOf({ name, content }: z.output<typeof licenseFile>): ImportedLine[] {
  return parseLicenseFile(Buffer.from(content, "base64"), undefined, name).map(({ line, lineNumber }) => {
    try {
      return { source: `${name}:${lineNumber}`, key: importedKey(line) };
    } catch (error) {
      if (!(error instanceof LicenseError)) throw error;
      throw new LicenseError("bad-file", `${name}: line ${lineNumber}: ${error.message}`, lineNumber);
    }
  });
}
