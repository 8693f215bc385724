import type { Site } from "../../agent/reconcile/site.ts";
import type { Identity } from "../../box/identify/identify.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { DeclinedError } from "../declined-error.ts";
import { withSite } from "../site/with-site.ts";
import { UsageError } from "../usage/usage-error.ts";

type Candidate = Identity & { readonly serial: SerialNumber };

/** `varsync enroll` */
export const enrollCommand = defineCommand({
  command: "enroll [target..]",
  describe: "vouch for boxes, after comparing the serial number with the label; only then they get a password",
  builder: (yargs) =>
    yargs
      .positional("target", {
        type: "string",
        array: true,
        describe: "address or serial number; none = every box found",
      })
      .option("yes", { type: "boolean", default: false, describe: "do not ask; only with a target" }),
  async run({ target = [], yes }, context) {
    if (yes && target.length === 0) throw new UsageError("--yes wants a target: name the boxes that you vouch for");
    return withSite(context, { keys: false }, async ({ site }) => {
      const found = await findBoxes(site, target, context);
      context.progress.stop();
      const enrolled: Candidate[] = [];
      let declined: DeclinedError | undefined;
      for (const box of found) {
        try {
          if (!yes) await context.confirm(question(box));
          await site.journal.boxes.enroll(box.serial, site.clock.now());
          await site.journal.entries.seen({ serial: box.serial, address: box.endpoint.address, action: "enroll" });
          enrolled.push(box);
        } catch (error) {
          if (!(error instanceof DeclinedError)) throw error;
          declined = error;
        }
      }
      if (declined && enrolled.length === 0) throw declined;
      const { json, out } = context;
      if (json) {
        const facts = enrolled.map(({ serial, endpoint, product }) => ({ serial, address: endpoint.address, product }));
        out.document({ enrolled: facts });
      } else if (found.length === 0) out.text("There is no box that is not enrolled yet.");
      else
        for (const { serial, product } of enrolled) out.text(`Enrolled ${serial} (${product ?? "unknown product"}).`);
      return 0;
    });
  },
});

function question({ serial, endpoint, product }: Candidate): string {
  return `${product ?? "Box"} at ${endpoint.address} says its serial number is ${serial}. Does its label say the same?`;
}

/** The boxes that are meant, as they answer now; without targets those found that nobody vouched for yet. */
async function findBoxes(site: Site, targets: readonly string[], { signal }: CommandContext): Promise<Candidate[]> {
  const { parseTarget } = await import("../site/parse-target.ts");
  const { rememberSightings } = await import("../../agent/reconcile/remember-sightings.ts");
  const { enrolledSerials } = await import("../../agent/reconcile/enrolled-serials.ts");
  const { recogniseTarget } = await import("../../agent/reconcile/recognise-target.ts");
  const { sweepOnce } = await import("../../agent/reconcile/locate.ts");
  const sweep = sweepOnce(site);
  if (targets.length > 0) {
    const wanted = targets.map((text) => parseTarget(text, site));
    const found: Candidate[] = [];
    for (const target of wanted) found.push(await recogniseTarget(site, target, sweep, signal));
    return found;
  }
  const sightings = await sweep(signal);
  await rememberSightings(site, sightings);
  const enrolled = new Set(await enrolledSerials(site));
  const open = [...new Set(sightings.flatMap(({ serial }) => serial ?? []))].filter((serial) => !enrolled.has(serial));
  const found: Candidate[] = [];
  for (const serial of open) found.push(await recogniseTarget(site, { serial }, sweep, signal));
  return found;
}
