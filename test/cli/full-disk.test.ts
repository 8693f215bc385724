import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { licensesOn, startSite } from "./site-fixture.ts";

const network = "127.81.97";
const licenses = { "PBX-Registrations": 10 };
const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** Runs a command with its streams where the shell says. */
function run(folder: string, words: readonly string[], streams: string) {
  const script = `"$0" --disable-warning=ExperimentalWarning "$@" ${streams}`;
  const env = { PATH: process.env["PATH"] };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile("sh", ["-c", script, process.execPath, main, ...words], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

t.test("a log that cannot be written keeps nothing from being done", async (t) => {
  const policy = { create: { perBox: 100, perDay: 100 }, reset: "when-idle" };
  const site = await startSite(t, { network, block: 0, licenses, config: { policy } });
  const { code, stdout } = await run(site.folder, ["agent", "--once", "--json"], "2>/dev/full");
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { results: [{ outcome: "changed", effective: "yes" }] });
  t.same(licensesOn(site.box), ["Registrations=10"]);
  t.equal((await run(site.folder, ["plan", "--nonsense"], "2>/dev/full")).code, 5);
});

t.test("an answer that cannot be written is told, and is no success", async (t) => {
  const site = await startSite(t, { network, block: 1, licenses });
  const full = { code: 1, stderr: /the disk is full; make room/ };
  for (const command of ["inspect", "status", "report"]) {
    t.match(await run(site.folder, [command], ">/dev/full"), full, command);
    t.match(await run(site.folder, [command, "--json"], ">/dev/full"), full, `${command} --json`);
  }
  symlinkSync("/dev/full", join(site.folder, "report.csv"));
  t.match(await run(site.folder, ["report", "--csv", "report.csv"], ""), full);
});
