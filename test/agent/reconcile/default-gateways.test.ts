import t from "tap";
import { defaultGateways, gatewaysIn } from "../../../src/agent/reconcile/default-gateways.ts";

t.test("this machine's own gateway is where its default route goes", async (t) => {
  const table = [
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask",
    "eth0\t00000000\t010AA8C0\t0003\t0\t0\t100\t00000000",
    "eth0\t000AA8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF",
  ].join("\n");
  t.same([...gatewaysIn(table)], ["192.168.10.1"]);
});

t.test("where there is no such table, no gateway is known", async (t) => {
  t.equal((await defaultGateways("/nowhere/route")).size, 0);
});
