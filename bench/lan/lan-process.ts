/** A simulated LAN in a process of its own, so that it does not share the event loop with what is measured. */
import { channel } from "node:diagnostics_channel";
import { makeBox } from "../../src/simulator/make-box.ts";
import { objectTree } from "../../src/simulator/snmp/object-tree.ts";
import { serveSnmp } from "../../src/simulator/snmp/serve-snmp.ts";
import { startLan } from "../../src/simulator/start-lan.ts";
import { byteText } from "../../src/license/byte-text.ts";
import { type LanBox, type LanOrder, ports } from "./lan-order.ts";

const order = JSON.parse(process.argv[2] ?? "") as LanOrder;
const community = "public";
const seed = 88;
let requests = 0;
// A simulated box answers one request a connection.
channel("net.server.socket").subscribe(() => {
  requests += 1;
});
process.on("message", () => process.send?.({ requests }));
process.on("disconnect", () => process.exit());
process.send?.({ boxes: order.snmpOnly ? await startResponders() : await startBoxes() });

async function startBoxes(): Promise<LanBox[]> {
  const { addresses, licenses = [] } = order;
  const own = { product: "IP400", licenses: licenses.map((line) => byteText(Buffer.from(line))) };
  const lan = await startLan({
    addresses,
    boxes: addresses.length,
    seed,
    ports,
    ssh: false,
    particulars: () => own,
  });
  return lan.boxes.map(({ address, serial }) => ({ address, serial }));
}

/** Boxes of which there is only the SNMP. */
async function startResponders(): Promise<LanBox[]> {
  return Promise.all(
    order.addresses.map(async (address, index) => {
      const box = makeBox(seed, index);
      await serveSnmp(address, ports.snmp, community, () => objectTree(box));
      return { address, serial: box.options.serial };
    }),
  );
}
