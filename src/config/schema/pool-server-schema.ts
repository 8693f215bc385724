import { z } from "zod";
import { listen, path } from "./fields.ts";

/** `varsync pool serve`. */
export const poolServerSchema = z.strictObject({
  listen: listen.prefault("127.0.0.1:8480"),
  tls: z.strictObject({ certFile: path, keyFile: path }).optional(),
  trustProxy: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  announce: z.boolean().default(false),
  requestsPerMinute: z.int().min(1).optional(),
});
