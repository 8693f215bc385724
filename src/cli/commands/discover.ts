import { defineCommand } from "../command.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync discover` */
export const discoverCommand = defineCommand({
  command: "discover",
  describe: "find boxes in the configured networks; sends no password",
  builder: (yargs) =>
    yargs.option("network", {
      type: "string",
      array: true,
      requiresArg: true,
      describe: "only this network, inside the configured ones; without a configuration it stands in for them",
    }),
  async run({ network }, context) {
    const { configForNetworks } = await import("../site/config-for-networks.ts");
    const { rememberSightings } = await import("../../agent/reconcile/remember-sightings.ts");
    const config = await configForNetworks(context, network);
    return withSite(context, { keys: false, config }, async ({ site }) => {
      const sightings = await site.discover(context.signal);
      await rememberSightings(site, sightings);
      context.progress.stop();
      const { json, out } = context;
      if (json) out.document({ sightings });
      else if (sightings.length === 0) {
        out.text(`No box found in ${config.networks.map(({ cidr }) => cidr).join(", ")}.`);
      } else {
        const columns = ["Address", "Serial number", "Product", "Firmware", "Profile", "Found by"];
        const rows = sightings.map((one) => [
          one.httpPort === 80 ? one.address : `${one.address}:${one.httpPort}`,
          one.serial ?? "not told",
          one.product ?? "",
          one.firmware ?? "",
          one.profile ?? "",
          one.via.join(", "),
        ]);
        await out.table(
          columns.map((heading) => ({ heading })),
          rows,
        );
        for (const { address, serial, otherSerial } of sightings) {
          if (otherSerial) out.text(`${address}: note: HTTP says ${serial}, SNMP says ${otherSerial}`);
        }
      }
      return 0;
    });
  },
});
