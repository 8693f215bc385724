import type { CommandContext } from "../command-context.ts";
import type { Demo } from "./start-demo.ts";

/** What a newcomer is about to see. */
export function tellBefore({ json, out }: CommandContext, { lan, config }: Demo): void {
  if (json) return;
  const network = config.networks.map(({ cidr }) => cidr).join(", ");
  out.text(
    `${lan.boxes.length} simulated boxes run on ${network} (HTTP port ${config.ports.http}). The agent now finds them, gets the\nlicenses that they miss from a fresh pool, installs them, resets the boxes and proves that the licenses are in effect.\n`,
  );
}

/** What to do on a real network. */
export function tellAfter({ out }: CommandContext, ends: boolean): void {
  out.text(`
That was a simulation. On a real network:
  bin/varsync init       writes varsync.yaml for this machine's networks; fill in the marked lines
  bin/varsync discover   finds the boxes; sends no password
  bin/varsync plan       shows what would be done, and what it costs
  bin/varsync apply      does it, after you said yes`);
  if (!ends) out.text("\nThe agent goes on, a round every minute, until Ctrl-C.");
}
