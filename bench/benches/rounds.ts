import type { Measurement } from "../measurement.ts";
export async function* benchRounds(): AsyncGenerator<Measurement> {}
