import type { Measurement } from "../measurement.ts";
export async function* benchLicenseKeys(): AsyncGenerator<Measurement> {}
