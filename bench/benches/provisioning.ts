import type { Measurement } from "../measurement.ts";
export async function* benchProvisioning(): AsyncGenerator<Measurement> {}
