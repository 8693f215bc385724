import { once } from "node:events";
import { createServer } from "node:net";
import { ConfigError } from "../../config/config-error.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";

/** Finds out whether the agent's own server can listen there. @throws ConfigError */
export async function tryListening({ host, port }: NonNullable<VarsyncConfig["server"]>): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`server.listen: nothing can listen at ${host}:${port} (${why})`);
  }
  server.close();
  await once(server, "close");
}
