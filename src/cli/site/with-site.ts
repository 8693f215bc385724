import type { VarsyncConfig } from "../../config/varsync-config.ts";
import type { CommandContext } from "../command-context.ts";
import type { OpenSite } from "./open-site.ts";

/** Opens the configured site, and closes it after the work. */
export async function withSite<T>(
  context: CommandContext,
  options: { readonly keys: boolean; readonly config?: VarsyncConfig },
  work: (opened: OpenSite) => Promise<T>,
): Promise<T> {
  const { openSite } = await import("./open-site.ts");
  await using opened = await openSite(context, options.config ?? (await context.config()), options);
  return await work(opened);
}
