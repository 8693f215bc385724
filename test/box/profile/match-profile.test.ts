import t from "tap";
import { loadProfiles } from "../../../src/box/profile/load-profiles.ts";
import { matchProfile } from "../../../src/box/profile/match-profile.ts";

const profiles = await loadProfiles();

t.test("a box gets the profile that names its product, whatever its case", async (t) => {
  for (const product of ["IP400", "ip400", "Ip400"]) t.equal(matchProfile(profiles, product).id, "ip400", product);
  t.equal(matchProfile(profiles, "IP3000").id, "ip3000");
  t.equal(matchProfile(profiles, "IP202").id, "ip202");
});

t.test("a box that no profile names, or that does not tell its product, is an unknown one", async (t) => {
  for (const product of ["IP6000", "IP40", "IP4000", "", undefined]) {
    t.equal(matchProfile(profiles, product).id, "unknown", String(product));
  }
});
