import { chmodSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { checkConfig } from "../../src/config/check-config.ts";
import { loadConfig } from "../../src/config/load-config.ts";

const text = `profilesDir: profiles
files: {dir: licenses}
discovery: {snmpCommunityFile: community}
credentials: [{match: {profile: ip400}, passwordFile: password}, {passwordEnv: VARSYNC_TEST_CHECKED}]
`;

t.test("everything that the configuration points to and is not there is named at once", async (t) => {
  const config = await loadConfig(join(t.testdir({ "varsync.yaml": text }), "varsync.yaml"));
  await t.rejects(checkConfig(config, ["ip400"]), {
    code: "bad-configuration",
    message: [
      `secret file ${join(t.testdirName, "password")}: there is no such file`,
      "the environment variable VARSYNC_TEST_CHECKED is not set",
      `secret file ${join(t.testdirName, "community")}: there is no such file`,
      `the folder ${join(t.testdirName, "licenses")} does not exist or cannot be read`,
      `the folder ${join(t.testdirName, "profiles")} does not exist or cannot be read`,
    ].join("\n"),
  });
});

t.test("a configuration whose secrets and folders are there is fine", async (t) => {
  const folder = t.testdir({ "varsync.yaml": text, password: "a\n", community: "b\n", profiles: {}, licenses: {} });
  for (const name of ["password", "community"]) chmodSync(join(folder, name), 0o600);
  process.env["VARSYNC_TEST_CHECKED"] = "c";
  t.teardown(() => delete process.env["VARSYNC_TEST_CHECKED"]);
  await t.resolves(checkConfig(await loadConfig(join(folder, "varsync.yaml")), ["ip400"]));
});
