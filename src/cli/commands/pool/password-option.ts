import type { CommandContext } from "../../command-context.ts";

/** `--password-file` */
export const passwordFileOption = {
  type: "string",
  requiresArg: true,
  describe: "a file with the password; else it is asked for",
} as const;

/** The password from the file, else from whoever sits at the terminal. @throws ConfigError, DeclinedError */
export async function passwordFor(context: CommandContext, whose: string, file: string | undefined): Promise<string> {
  const { readSecret } = await import("../../../config/secret.ts");
  if (file === undefined) return context.askPassword(`Password for ${whose}`);
  const { asCaller } = await import("../../as-caller.ts");
  return asCaller(() => readSecret({ file }));
}
