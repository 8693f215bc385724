import t from "tap";
import { knownVariables } from "../../../src/box/profile/known-variables.ts";
import { profileSchema } from "../../../src/box/profile/profile.ts";
import { licenseCatalog } from "../../../src/license/license-catalog.ts";
import { ip400, profiles } from "../simulated.ts";

t.test("a model may carry every license of the catalog, usual on it or not", async (t) => {
  for (const profile of profiles) {
    const known = knownVariables(profile);
    for (const { type, variable } of licenseCatalog) t.ok(known.has(variable), `${profile.id}: ${type}`);
  }
});

t.test("a profile may add variables of its own, and only under LICENSE/", async (t) => {
  const own = { type: "VM-Boxes", variable: "LICENSE/VM0", mark: "P" } as const;
  const known = knownVariables({ ...ip400, licenses: [own] });
  t.ok(known.has("LICENSE/VM0"));
  t.notOk(knownVariables(ip400).has("LICENSE/VM0"), "and no other profile knows it");
  const { source: _, ...data } = ip400;
  for (const variable of ["CMD0/PASSWORD", "LICENSE/", "LICENSE/a b", "LICENSE/VM0/..", "license/VM0"]) {
    const licenses = [{ ...own, variable }];
    t.notOk(profileSchema.safeParse({ ...data, licenses }).success, variable);
  }
});
