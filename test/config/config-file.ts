import { join } from "node:path";
import type { Test } from "tap";
import { CheckedYamlError } from "../../src/checked-yaml/checked-yaml-error.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import type { VarsyncConfig } from "../../src/config/varsync-config.ts";

/** Writes a configuration into a folder of its own and loads it. */
export function configOf(t: Test, text: string): Promise<VarsyncConfig> {
  return loadConfig(join(t.testdir({ "varsync.yaml": text }), "varsync.yaml"));
}

/** The mistakes that loading it names, as `line field: message`. */
export async function mistakesOf(t: Test, text: string): Promise<string[]> {
  try {
    await configOf(t, text);
  } catch (error) {
    if (!(error instanceof CheckedYamlError)) throw error;
    return error.mistakes.map(({ line, field, message }) => `${line} ${field}: ${message}`);
  }
  return [];
}
