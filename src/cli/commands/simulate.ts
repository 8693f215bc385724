import { once } from "node:events";
import { defineCommand } from "../command.ts";
import { parseCount } from "../parse-count.ts";
import { systemReason } from "../site/system-reason.ts";
import { UsageError } from "../usage/usage-error.ts";

const portRange = { from: 1, to: 65_535 };

/** `varsync simulate` */
export const simulateCommand = defineCommand({
  command: "simulate",
  describe: "a simulated LAN to play with: boxes over HTTP, SNMP and SSH on loopback addresses",
  builder: (yargs) =>
    yargs
      .option("boxes", { type: "string", default: "12", requiresArg: true, describe: "how many" })
      .option("network", { type: "string", default: "127.77.0.0/16", requiresArg: true, describe: "their addresses" })
      .option("faults", {
        type: "string",
        array: true,
        requiresArg: true,
        describe: "FAULT or FAULT:N; list shows all",
      })
      .option("seed", { type: "string", default: "1", requiresArg: true, describe: "the same seed gives the same LAN" })
      .option("http-port", { type: "string", default: "8077", requiresArg: true })
      .option("snmp-port", { type: "string", default: "1610", requiresArg: true })
      .option("ssh-port", { type: "string", default: "2277", requiresArg: true })
      .option("away", { type: "string", default: "3", requiresArg: true, describe: "seconds that a restart takes" }),
  async run(args, { json, out, signal }) {
    const { faults } = await import("../../simulator/faults.ts");
    const { parseFaults } = await import("../parse-faults.ts");
    const { startLan } = await import("../../simulator/start-lan.ts");
    const { loopbackAddresses } = await import("../loopback-addresses.ts");
    if (args.faults?.includes("list")) {
      if (json) out.document({ faults });
      else await out.table([{ heading: "Fault" }, { heading: "What it does" }], Object.entries(faults));
      return 0;
    }
    const ports = {
      http: parseCount(args.httpPort, "--http-port", portRange),
      snmp: parseCount(args.snmpPort, "--snmp-port", portRange),
      ssh: parseCount(args.sshPort, "--ssh-port", portRange),
    };
    const boxes = parseCount(args.boxes, "--boxes", { from: 1, to: 60_000 });
    const wanted = parseFaults(args.faults ?? []);
    if ([...wanted.values()].reduce((all, one) => all + one, 0) > boxes) {
      throw new UsageError(`there are more faults than boxes (${boxes})`);
    }
    const addresses = loopbackAddresses(args.network, boxes + (wanted.get("changes-address") ?? 0));
    const seed = parseCount(args.seed, "--seed");
    const awayMs = parseCount(args.away, "--away") * 1000;
    await using lan = await startLan({ addresses, boxes, seed, ports, faults: wanted, awayMs }).catch(tellPort);
    const list = lan.boxes.map(({ serial, address, box }) => ({
      address,
      httpPort: ports.http,
      snmpPort: ports.snmp,
      sshPort: ports.ssh,
      serial,
      product: box.options.product,
      faults: [...box.options.faults],
    }));
    if (json) out.document({ boxes: list });
    else {
      const rows = list.map(({ address, serial, product, faults: own }) => [address, serial, product, own.join(", ")]);
      await out.table(
        ["Address", "Serial number", "Product", "Fault"].map((heading) => ({ heading })),
        rows,
      );
      out.text(
        `HTTP port ${ports.http}, SNMP port ${ports.snmp}, SSH port ${ports.ssh}; user admin, password = product in lower case.\nRuns until Ctrl-C.`,
      );
    }
    if (!signal.aborted) await once(signal, "abort");
    return 0;
  },
});

/** @throws UsageError where something else listens, or the system refuses it otherwise */
function tellPort(error: unknown): never {
  if (!(error instanceof Error && "syscall" in error)) throw error;
  const at = "address" in error && "port" in error ? `${error.address}:${error.port}: ` : "";
  throw new UsageError(`${at}${systemReason(error)}`);
}
