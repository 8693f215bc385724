import t from "tap";
import { credentialEntryFor } from "../../src/config/credential-for.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { configOf } from "./config-file.ts";

const entry = (user: string, match: string) => `  - {match: {${match}}, user: ${user}, passwordEnv: P}\n`;
const serial = parseSerialNumber("00-90-33-01-02-9f");
const box = { serial, profile: "ip400", address: "192.168.10.7" };
const other = { ...box, serial: parseSerialNumber("00-90-33-00-00-01") };

t.test("the first entry that matches wins, whatever it matches by", async (t) => {
  const bySerial = entry("by-serial", 'serial: "00:90:33:01:02:9F"');
  const byProfile = entry("by-profile", "profile: ip400");
  const byNetwork = entry("by-network", "network: 192.168.10.0/24");
  const userOf = async (...entries: string[]) =>
    credentialEntryFor(await configOf(t, `credentials:\n${entries.join("")}`), box)?.user;
  t.equal(await userOf(bySerial, byProfile, byNetwork), "by-serial");
  t.equal(await userOf(byNetwork, byProfile, bySerial), "by-network");
  t.equal(await userOf(byProfile, bySerial), "by-profile");
  t.equal(await userOf(entry("none", "profile: ip3000"), byNetwork), "by-network");
});

t.test("a box that nothing matches has no credential", async (t) => {
  const config = await configOf(
    t,
    `credentials:\n${entry("a", `serial: ${serial}`)}${entry("b", "profile: ip202")}${entry("c", "network: 10.0.0.0/8")}`,
  );
  t.equal(credentialEntryFor(config, box)?.user, "a");
  t.equal(credentialEntryFor(config, other), undefined);
  t.equal(credentialEntryFor(config, { ...other, address: "10.0.0.1" })?.user, "c");
});

t.test("an entry without match is for every box, and its user is admin unless it says otherwise", async (t) => {
  const config = await configOf(t, `credentials:\n${entry("a", `serial: ${serial}`)}  - passwordEnv: P\n`);
  t.equal(credentialEntryFor(config, box)?.user, "a");
  t.equal(credentialEntryFor(config, other)?.user, "admin");
});

t.test("without credentials there is none", async (t) => {
  t.equal(credentialEntryFor(await configOf(t, "site: a"), box), undefined);
});
