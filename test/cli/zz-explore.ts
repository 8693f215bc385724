import t from "/work/main/node_modules/tap/dist/esm/index.js";
import { faults } from "/work/main/src/simulator/faults.ts";
import { isFault } from "/work/main/src/simulator/faults.ts";
import { brief } from "/work/main/test/cli/run-varsync.ts";
import { licensesOn, startSite } from "/work/main/test/cli/site-fixture.ts";
import { toByteText } from "/work/main/src/license/byte-text.ts";
t.jobs = 5;
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
let n = 0;
for (const fault of Object.keys(faults).filter(isFault)) {
  const block = n % 16; const net = n < 16 ? "127.81.240" : "127.81.241"; n++;
  t.test(fault, { buffered: true }, async (t) => {
    const site = await startSite(t, { network: net, block, faults: [fault], licenses: { "PBX-Registrations": 37, "Relay-BRIs": 2 }, particulars: () => ({ licenses: [foreign] }) , backWithinSeconds: fault === "changes-address" ? 10 : 4, awayMs: fault === "silent-snmp" ? 900: 200});
    const out: string[] = [];
    for (const words of [["plan"], ["apply", "--all", "--yes"], ["verify"], ["apply", "--all", "--yes"]]) {
      const t0 = Date.now();
      const ran = await site.run(...words);
      out.push(`${words[0]}: code ${ran.code} ${words[0]==="plan" ? JSON.stringify((ran.document as any)?.errors) : ran.results.map(brief)} ${Date.now() - t0} ms; ${ran.results.map((r) => r.error?.message ?? r.waitingFor ?? "").join("|")}`);
    }
    out.push(`  on box ${licensesOn(site.box)} keys ${await site.keys()} restarts ${site.box.box.restarts} most ${site.box.sessions.most} commands ${site.box.box.commands.length} ${JSON.stringify(await site.balance())}`);
    console.error(`### ${fault}\n${out.join("\n")}`);
  });
}
