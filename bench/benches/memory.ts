import type { Measurement } from "../measurement.ts";
export async function* benchMemory(): AsyncGenerator<Measurement> {}
