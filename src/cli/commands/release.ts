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
    const { vendorName } = await import("../../agent/journal/refused-credentials.ts");
    const { giveWay } = await import("../../agent/reconcile/give-way.ts");
    const { giveUpRemovals } = await import("../../agent/reconcile/settle-removals.ts");
    const { isKnown, unknownBox } = await import("../../agent/reconcile/unknown-box.ts");
    const { wakeStoodBack } = await import("../../agent/reconcile/wake-stood-back.ts");
    const { tryParseSerialNumber } = await import("../../license/serial-number.ts");
    const serial = tryParseSerialNumber(name);
    return withSite(context, { keys: false }, async ({ site }) => {
      const { breakers, refused, resets, registrations, entries, wires, states, facts } = site.journal;
      const cleared: string[] = [];
      if (serial !== undefined) {
        if (await giveUpRemovals(site, serial)) cleared.push("unfinished removal");
        if (await breakers.release(`box:${serial}`)) cleared.push("breaker");
        if (await refused.clear(serial)) cleared.push("refused credential");
        if (await resets.of(serial)) {
          await giveWay(site, serial);
          cleared.push("pending reset");
        }
        await resets.end(serial);
        if (await registrations.end(serial)) cleared.push("missing registrations");
        if (await wires.forgetHostKey(serial)) cleared.push("pinned SSH host key");
        await states.wake(serial, site.clock.now());
        if (cleared.length === 0 && !(await isKnown(site, { serial }))) throw unknownBox({ serial });
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
