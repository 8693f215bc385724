import type { LicenseLine } from "../../license/license-line.ts";

/** What a pass has read and saved so far; it is told also of a box where the pass then fails. */
export interface SoFar {
  /** All lines, as they were read last. */
  installed: readonly LicenseLine[];
  /** The file with the configuration as it was before. */
  backup?: string;
}
