import { join } from "node:path";
import t from "tap";
import { loadProfiles } from "../../../src/box/profile/load-profiles.ts";
import { profileText } from "./profile-file.ts";

const asIp900 = [
  ["id: ip400", "id: ip900"],
  ["[IP400]", "[IP900]"],
] as const;

t.test("the built-in profiles are those of IP202, IP400, IP3000, and one for unknown boxes", async (t) => {
  const profiles = await loadProfiles();
  t.same(
    profiles.map(({ id }) => id),
    ["ip202", "ip3000", "ip400", "unknown"],
  );
});

t.test("the operator's own profiles come in addition", async (t) => {
  const folder = t.testdir({ "ip900.yaml": profileText(...asIp900), "notes.txt": "no profile" });
  const profiles = await loadProfiles(folder);
  t.same(
    profiles.map(({ id }) => id),
    ["ip202", "ip3000", "ip400", "ip900", "unknown"],
  );
  t.equal(profiles.find(({ id }) => id === "ip900")?.source, join(folder, "ip900.yaml"));
});

t.test("an own profile overrides the built-in one of the same id", async (t) => {
  const folder = t.testdir({ "ip400.yaml": profileText(["pauseMs: 100", "pauseMs: 2000"]) });
  const profiles = await loadProfiles(folder);
  t.same(
    profiles.filter(({ id }) => id === "ip400").map(({ deliver, source }) => [deliver.pauseMs, source]),
    [[2000, join(folder, "ip400.yaml")]],
  );
});

t.test("two profiles that name one product are refused, whatever its case", async (t) => {
  const folder = t.testdir({ "ip900.yaml": profileText(["id: ip400", "id: ip900"], ["[IP400]", "[IP900, ip400]"]) });
  await t.rejects(loadProfiles(folder), {
    code: "bad-configuration",
    message: /ip900\.yaml:\d+: recognise\.products: ip400 is named by profile ip400, too/,
  });
});

t.test("a second profile for boxes that no other names is refused", async (t) => {
  const folder = t.testdir({ "ip900.yaml": profileText(["id: ip400", "id: ip900"], ["[IP400]", "[]"]) });
  await t.rejects(loadProfiles(folder), { message: /ip900\.yaml:\d+: recognise\.products: is empty/ });
});

t.test("a folder that is not there, and a file with mistakes, are named", async (t) => {
  const folder = t.testdir({ "ip900.yaml": profileText(...asIp900, ["write: true", "write: perhaps"]) });
  await t.rejects(loadProfiles(folder), { message: `${join(folder, "ip900.yaml")}:4: write: must be true or false` });
  await t.rejects(loadProfiles(join(folder, "none")), { code: "bad-configuration", message: /none.*cannot be read/ });
});
