import type { Endpoint } from "../../endpoint.ts";

/** Runs `work` once no other session with that box is open: boxes are small, one at a time [P]. */
export type BoxSession = <T>(endpoint: Endpoint, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
