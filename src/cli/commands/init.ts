import { networkInterfaces } from "node:os";
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage-error.ts";

/** `varsync init` */
export const initCommand = defineCommand({
  command: "init",
  describe: "write a commented configuration for this machine's own networks; never overwrites one",
  builder: (yargs) => yargs,
  async run(_args, { configFile = "varsync.yaml", json, out }) {
    const { configTemplate } = await import("../config-template.ts");
    const { ownNetworks } = await import("../own-networks.ts");
    const networks = ownNetworks(networkInterfaces());
    await writeNew(configFile, configTemplate(networks));
    if (json) out.document({ written: configFile, networks: networks.map(({ cidr }) => cidr) });
    else {
      out.text(`Wrote ${configFile} for ${networks.map(({ cidr }) => cidr).join(", ") || "no network"}.`);
      out.text("Fill in the lines marked <--, then: varsync config check, discover, enroll, plan.");
    }
    return 0;
  },
});

async function writeNew(file: string, text: string): Promise<void> {
  const { writeFileWhole } = await import("../write-file-whole.ts");
  try {
    await writeFileWhole(file, text, { overwrite: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new UsageError(
        `${file} exists already and is not overwritten; move it away, or name another with --config`,
      );
    }
    throw error;
  }
}
