import { pino } from "pino";
import type { Test } from "tap";
import type { BoxResult } from "../../../src/agent/reconcile/box-result.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { createProgress } from "../../../src/cli/progress.ts";
import { openSite } from "../../../src/cli/site/open-site.ts";
import { loadConfig } from "../../../src/config/load-config.ts";
import type { ExampleSite } from "../../cli/site-fixture.ts";

/** The site of a configuration, ready to be worked on in this process. */
export async function openExample(t: Test, { configFile }: ExampleSite): Promise<Site> {
  const context = { logger: async () => pino({ level: "silent" }), progress: createProgress(process.stderr, true) };
  const opened = await openSite(context, await loadConfig(configFile), { keys: true });
  t.teardown(() => opened[Symbol.asyncDispose]());
  return opened.site;
}

/** `changed yes`, by serial number. */
export function briefly(results: readonly BoxResult[]): string[] {
  const sorted = [...results].sort((one, other) => ((one.serial ?? "") < (other.serial ?? "") ? -1 : 1));
  return sorted.map(({ outcome, effective, error }) => [outcome, effective, error?.code].filter(Boolean).join(" "));
}
