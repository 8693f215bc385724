import type { Measurement } from "../measurement.ts";
export async function* benchStart(): AsyncGenerator<Measurement> {}
