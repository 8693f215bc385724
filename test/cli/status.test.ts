import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import t from "tap";
import { startSite } from "./site-fixture.ts";

const network = "127.82.2";
const licenses = { "PBX-Registrations": 10 };

t.test("status tells every enrolled box, before the first round and after it", async (t) => {
  const site = await startSite(t, { network, block: 0, boxes: 2, licenses, entry: { name: "master" } });
  const before = await site.run("status");
  t.match(before.document, {
    site: "test",
    boxes: site.boxes.map(({ serial, address }) => ({
      serial,
      name: "master",
      address,
      outcome: "not-seen",
      since: null,
    })),
  });
  const { boxes } = before.document as { boxes: { since?: unknown }[] };
  t.strictSame(
    boxes.map(({ since }) => since),
    [null, null],
  );
  t.same(
    site.boxes.map(({ sessions }) => sessions.most),
    [0, 0],
    "no box is asked",
  );
});

t.test("status says whether an agent runs, and without one when the last round was", async (t) => {
  const site = await startSite(t, { network, block: 2, licenses });
  const { running } = (await site.run("status")).document as { running: boolean };
  t.equal(running, false);
  t.match((await site.start(["status"]).ended).stdout, "test: 1 box; no agent runs, no round has ended yet.");
  await site.run("agent", "--once");
  t.match((await site.start(["status"]).ended).stdout, /1 box; no agent runs, the last round ended at .* UTC\./);
  const { child, ended } = site.start(["agent"]);
  const document = await until(
    async () => (await site.run("status")).document as { running: boolean; nextRound?: string },
    (status) => status.running,
  );
  t.ok(document.nextRound);
  t.match((await site.start(["status"]).ended).stdout, /; an agent runs, the last .* UTC, the next is due at .* UTC\./);
  child.kill("SIGTERM");
  t.equal((await ended).code, 0);
});

t.test("status tells that the disk is full", async (t) => {
  const site = await startSite(t, { network, block: 9, licenses });
  await site.run("status");
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  // What is written as a trial lands where there is never room.
  const script = 'ln -s /dev/full state/.room-$$; exec "$@"';
  const words = ["sh", process.execPath, main, "status", "--config", site.configFile];
  const run = (...more: string[]) =>
    promisify(execFile)("sh", ["-c", script, ...words, ...more], {
      cwd: site.folder,
      env: { PATH: process.env["PATH"] },
    });
  t.match(JSON.parse((await run("--json")).stdout), { problems: [/^no room is left in /], boxes: [{}] });
  t.match((await run()).stdout, /Nothing is delivered or spent: no room is left/);
});

t.test("history shows what is asked for, and refuses what it does not understand", async (t) => {
  const site = await startSite(t, { network, block: 1, licenses });
  await site.run("apply", "--all", "--yes");
  const actions = async (...words: string[]) => {
    const { document } = await site.run("history", ...words);
    return (document as { entries: { action: string; phase: string }[] }).entries.map(({ action }) => action);
  };
  t.same([...new Set(await actions("--action", "reset"))], ["reset"]);
  t.ok((await actions("--since", "1h")).length > 0);
  t.same(await actions("--since", "2100-01-01"), []);
  t.same(await actions("--failed"), []);
  t.match(await site.run("history", "--action", "resett"), {
    code: 5,
    stderr: /--action is one of enroll, .*reset, .*, and not "resett"/,
  });
  t.equal((await site.run("history", "--since", "yesterday")).code, 5);
  t.equal((await site.run("history", "--limit", "0")).code, 5);
});

async function until<T>(look: () => Promise<T>, enough: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (enough(seen)) return seen;
  }
}
