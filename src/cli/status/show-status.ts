import type { SiteStatus } from "../../agent/report/site-status.ts";
import type { CommandContext } from "../command-context.ts";
import { minute } from "../show/minute.ts";
import { whySo } from "./why-so.ts";

/** Prints how every box stands, and what a person can do about it. */
export async function showStatus({ out }: Pick<CommandContext, "out">, status: SiteStatus, now: Date): Promise<void> {
  const { site, running, agent, boxes, lastRound, nextRound } = status;
  if (agent?.standsBack)
    out.text(`${site}: stands back since ${minute(agent.standsBack.since)} UTC: ${agent.standsBack.message}`);
  if (agent?.others) out.text(`${site}: other agents are at work at this site, too: ${agent.others.join(", ")}`);
  if (boxes.length === 0) {
    return out.text(`${site}: no box is enrolled yet; varsync discover finds boxes, varsync enroll vouches for them.`);
  }
  const columns = ["Serial number", "Name", "Address", "Outcome", "Since (UTC)", "Next try (UTC)", "Why"];
  const rows = boxes.map((box) => [
    box.serial,
    box.name ?? "",
    box.address ?? "",
    box.outcome,
    minute(box.since),
    box.nextTry !== undefined && box.nextTry <= now.toISOString() ? "now" : minute(box.nextTry),
    whySo(box),
  ]);
  await out.table(
    columns.map((heading) => ({ heading })),
    rows,
  );
  const asked = boxes.filter(({ approval }) => approval !== undefined).length;
  const round = lastRound ? `the last round ended at ${minute(lastRound.endedAt)} UTC` : "no round has ended yet";
  const next = nextRound ? `, the next is due at ${minute(nextRound)} UTC` : "";
  out.text(
    `${site}: ${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}; ${running ? "an agent runs" : "no agent runs"}, ${round}${next}.`,
  );
  if (asked > 0) out.text(`${asked} ${asked === 1 ? "waits" : "wait"} for a person: varsync approvals`);
}
