import { join } from "node:path";
import type { Kysely } from "kysely";
import t from "tap";
import { openPool } from "../../src/pool/open-pool.ts";
import type { DeliveryTables } from "../../src/webhook/delivery-table.ts";
import { enqueue, listDeliveries, noteFailure } from "../../src/webhook/outbox.ts";
import { openExample } from "../agent/daemon/open-example.ts";
import { startSite } from "./site-fixture.ts";

const network = "127.81.95";
const address = "https://hooks.example/services/T0/secret?token=secret";

/** One message that was given up, and one that waits. */
async function fill(outbox: Kysely<DeliveryTables>) {
  const now = new Date();
  await enqueue(outbox, { event: "approval", body: "{}" }, [address], now);
  const [first] = await listDeliveries(outbox);
  await noteFailure(outbox, first?.id ?? "", "it answered 500", undefined);
  await enqueue(outbox, { event: "short", body: "{}" }, [address], new Date(now.getTime() + 1000));
  const [given, waits] = await listDeliveries(outbox);
  return { given: given?.id ?? "", waits: waits?.id ?? "" };
}

for (const words of [["webhooks"], ["pool", "webhooks"]] as const) {
  const name = words.join(" ");
  t.test(`${name}: what was not delivered is listed, and tried again when a person wants it`, async (t) => {
    const site = await startSite(t, { network, block: words.length });
    await using pool = await openPool(join(site.folder, "pool.db"));
    const outbox = name === "webhooks" ? (await openExample(t, site)).journal.outbox : pool.db;
    t.equal((await site.start([...words, "list"]).ended).stdout, "Every message was delivered.\n");
    const { given, waits } = await fill(outbox as unknown as Kysely<DeliveryTables>);

    const listed = await site.run(...words, "list");
    t.match(listed.document, {
      deliveries: [
        {
          id: given,
          event: "approval",
          destination: "https://hooks.example",
          status: "kept",
          lastError: "it answered 500",
        },
        { id: waits, event: "short", status: "pending" },
      ],
    });
    const shown = (await site.start([...words, "list"]).ended).stdout;
    t.match(shown, /given up +it answered 500/);
    t.notMatch(shown + listed.stdout, /secret/);

    for (const wrong of [[], [given, "--all"], ["nonsense"], [waits]]) {
      t.match(await site.run(...words, "retry", ...wrong), { code: 5 }, wrong.join(" "));
    }
    t.match(await site.run(...words, "retry", given), { code: 0, document: { retried: 1 } });
    t.match((await site.run(...words, "list")).document, {
      deliveries: [{ status: "pending" }, { status: "pending" }],
    });
    t.match(await site.run(...words, "retry", "--all"), { code: 0, document: { retried: 0 } });
  });
}
