import { defineCommand } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { UsageError } from "../../usage/usage-error.ts";
import { withPool } from "./with-pool.ts";

/** `varsync pool serve` */
export const serveCommand = defineCommand({
  command: "serve",
  describe: "the pool server: API, license files by serial number, metrics",
  service: true,
  builder: (yargs) =>
    yargs.option("listen", {
      type: "string",
      requiresArg: true,
      describe: "HOST:PORT (default: poolServer.listen, else 127.0.0.1:8480)",
    }),
  async run({ listen: given }, context) {
    const { parseListen } = await import("../../../config/listen.ts");
    const { servePool } = await import("../../site/serve-pool.ts");
    const listen = given === undefined ? undefined : parseListen(given);
    if (given !== undefined && listen === undefined) {
      throw new UsageError(`--listen ${given}: wanted is HOST:PORT, like 127.0.0.1:8480`);
    }
    const logger = await context.logger("info");
    return withPool(context, async (pool, { poolServer, webhooks }) => {
      const settings = { webhooks, poolServer: { ...poolServer, ...(listen && { listen }) } };
      await servePool(pool, settings, { logger, signal: context.signal }, (url) => {
        if (context.json) context.out.raw(`${JSON.stringify({ listening: url })}\n`);
        else context.out.text(`The pool server listens at ${url}; Ctrl-C stops it.`);
      });
      return exitCode.done;
    });
  },
});
