import { networkInterfaces } from "node:os";
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage/usage-error.ts";

/** How long is listened for pool servers that announce themselves, in milliseconds. */
const announcementsMs = 2000;

/** `varsync init` */
export const initCommand = defineCommand({
  command: "init",
  describe: "write a commented configuration for this machine's own networks; never overwrites one",
  builder: (yargs) => yargs,
  async run(_args, { configFile = "varsync.yaml", json, out, signal }) {
    const { configTemplate } = await import("../config-template.ts");
    const { ownNetworks } = await import("../own-networks.ts");
    const networks = ownNetworks(networkInterfaces());
    await writeNew(configFile, configTemplate(networks));
    const { findPoolServers } = await import("../../pool/client/find-pool-servers.ts");
    const poolServers = await findPoolServers(announcementsMs, signal);
    if (json) out.document({ written: configFile, networks: networks.map(({ cidr }) => cidr), poolServers });
    else {
      out.text(`Wrote ${configFile} for ${networks.map(({ cidr }) => cidr).join(", ") || "no network"}.`);
      for (const { url, host } of poolServers) {
        out.text(`A pool server announces itself at ${url} (${host}). If it is yours, name it under pool: {url: …}.`);
      }
      out.text("Fill in the lines marked <--, then: varsync config check, discover, enroll, plan.");
    }
    return 0;
  },
});

async function writeNew(file: string, text: string): Promise<void> {
  const { writeOutput } = await import("../write-file-whole.ts");
  try {
    writeOutput(file, text, { overwrite: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new UsageError(
        `${file} exists already and is not overwritten; move it away, or name another with --config`,
      );
    }
    throw error;
  }
}
