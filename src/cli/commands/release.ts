import { vendorName } from "../../agent/journal/refused-credentials.ts";
import { giveUpRemovals } from "../../agent/reconcile/settle-removals.ts";
import { wakeStoodBack } from "../../agent/reconcile/wake-stood-back.ts";
import { tryParseSerialNumber } from "../../license/serial-number.ts";
import { defineCommand } from "../command.ts";
import { withSite } from "../site/with-site.ts";
import { UsageError } from "../usage/usage-error.ts";

/** `varsync release` */
export const releaseCommand = defineCommand({
  command: "release <name>",
  describe:
    "a person has looked: clear what keeps a box, the boxes of a profile, the agent, the vendor's site, the pool or the clock from being used",
  builder: (yargs) =>
    yargs.positional("name", {
      type: "string",
      demandOption: true,
      describe: "serial number, name of a profile, agent, vendor, pool or clock",
    }),
  async run({ name }, context) {
    const serial = tryParseSerialNumber(name);
    return withSite(context, { keys: false }, async ({ site }) => {
      const { breakers, refused, resets, registrations, entries, wires, states, facts } = site.journal;
      const cleared: string[] = [];
      if (serial !== undefined) {
        if (await giveUpRemovals(site, serial)) cleared.push("unfinished removal");
        if (await breakers.release(`box:${serial}`)) cleared.push("breaker");
        if (await refused.clear(serial)) cleared.push("refused credential");
        if (await resets.of(serial)) cleared.push("pending reset");
        await resets.end(serial);
        if (await registrations.end(serial)) cleared.push("missing registrations");
        if (await wires.forgetHostKey(serial)) cleared.push("pinned SSH host key");
        await states.wake(serial, site.clock.now());
      } else if (name === vendorName) {
        if (await refused.clear(vendorName)) cleared.push("refused login at the vendor's site");
      } else if (name === "clock") {
        if (await facts.forget("clock-mark")) cleared.push("doubt of this machine's clock");
      } else if (name === "agent") {
        const why = await site.self.release();
        if (why !== undefined) cleared.push(`${why.code}: it is an agent of its own now`);
        await wakeStoodBack(site);
      } else if (name === "pool") {
        if (await facts.forget("pool-head")) cleared.push("what was seen of the pool's ledger");
      } else {
        const known = site.wires.profiles.map(({ id }) => id);
        if (!known.includes(name)) {
          throw new UsageError(
            `"${name}" is neither a serial number nor agent, pool, vendor, clock or a profile (${known.join(", ")})`,
          );
        }
        if (await breakers.release(`profile:${name}`)) cleared.push("stop after a lost line");
      }
      const released = serial ?? name;
      await entries.seen({ ...(serial && { serial }), action: "release", detail: { released, cleared } });
      if (context.json) context.out.document({ released, cleared });
      else
        context.out.text(
          cleared.length > 0 ? `${released}: cleared ${cleared.join(", ")}.` : `${released}: nothing was set aside.`,
        );
      return 0;
    });
  },
});
