import { z } from "zod";
import type { TokenRow } from "../pool-tables.ts";
import { scopes } from "./scope.ts";

/** An agent's token, without what it is shown by. */
export type AgentToken = z.output<typeof agentTokenAnswer>;

export const agentTokenAnswer = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  serials: z.array(z.string()).optional(),
  site: z.string().optional(),
  perBox: z.int().optional(),
  perDay: z.int().optional(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().optional(),
});

export function toAgentToken(row: TokenRow): AgentToken {
  return agentTokenAnswer.parse({
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes),
    ...(row.serials !== null && { serials: JSON.parse(row.serials) }),
    ...(row.site !== null && { site: row.site }),
    ...(row.per_box !== null && { perBox: row.per_box }),
    ...(row.per_day !== null && { perDay: row.per_day }),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  });
}
