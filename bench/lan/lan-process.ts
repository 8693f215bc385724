/** A simulated LAN in a process of its own, so that it does not share the event loop with what is measured. */
import { channel } from "node:diagnostics_channel";
import { byteText } from "../../src/license/byte-text.ts";
import { startLan } from "../../src/simulator/start-lan.ts";
import { type LanBox, type LanOrder, ports } from "./lan-order.ts";
import { startResponders } from "./start-responders.ts";

const order = JSON.parse(process.argv[2] ?? "") as LanOrder;
const seed = 88;
let requests = 0;
// A simulated box answers one request a connection.
channel("net.server.socket").subscribe(() => {
  requests += 1;
});
process.on("message", () => process.send?.({ requests }));
process.on("disconnect", () => process.exit());
process.send?.({
  boxes: order.snmpOnly ? await startResponders(order.addresses, ports.snmp, seed) : await startBoxes(),
});

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
