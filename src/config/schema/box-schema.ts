import { z } from "zod";
import { findLicenseType, largestCount, licenseCatalog } from "../../license/license-catalog.ts";
import { addressSchema } from "../network.ts";
import { path, port, serial } from "./fields.ts";

const licenseType = z.string().refine((type) => findLicenseType(type) !== undefined, {
  message: `is no license type; there are ${licenseCatalog.map(({ type }) => type).join(", ")}`,
});
const count = z.number().refine((value) => Number.isInteger(value) && value >= 1 && value <= largestCount, {
  message: `a count is a whole number from 1 to ${largestCount}`,
});

/** An address, or address and HTTP port. */
const endpoint = z.string().refine((text) => {
  const [address = "", httpPort, ...rest] = text.split(":");
  const goodPort = httpPort === undefined || port.safeParse(Number(httpPort)).success;
  return addressSchema.safeParse(address).success && goodPort && rest.length === 0;
}, 'an address looks like "192.168.10.7", or "192.168.10.7:8080" with the port of HTTP');

/** A box that is enrolled by standing in the configuration, and what it is to have. */
export const boxSchema = z.strictObject({
  address: endpoint.optional(),
  deliver: z.enum(["http", "ssh"]).optional(),
  standbyOf: serial.optional(),
  name: z.string().optional(),
  customer: z.string().optional(),
  location: z.string().optional(),
  description: z.string().optional(),
  licenses: z.record(licenseType, count).optional(),
  files: z.array(path).optional(),
});
