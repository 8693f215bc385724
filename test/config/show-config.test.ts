import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { stringify } from "yaml";
import { loadConfig } from "../../src/config/load-config.ts";
import { showConfig } from "../../src/config/show-config.ts";
import { webhookName } from "../../src/webhook/webhook-name.ts";
import { configOf } from "./config-file.ts";

t.test("secrets are blanked, wherever they come from", async (t) => {
  const folder = t.testdir({
    "varsync.yaml": `discovery: {snmpCommunity: tiefgeheim}
credentials:
  - {match: {network: 192.168.10.0/24}, user: dirk, passwordFile: ./password}
  - {passwordEnv: VARSYNC_TEST_SHOWN}
`,
  });
  writeFileSync(join(folder, "password"), "streng-geheim\n");
  chmodSync(join(folder, "password"), 0o600);
  process.env["VARSYNC_TEST_SHOWN"] = "ganz-geheim";
  t.teardown(() => delete process.env["VARSYNC_TEST_SHOWN"]);
  const config = await loadConfig(join(folder, "varsync.yaml"));
  t.equal(await config.credentials[0]?.password(), "streng-geheim");
  t.equal(await config.credentials[1]?.password(), "ganz-geheim");
  t.equal(await config.discovery.snmpCommunity(), "tiefgeheim");
  const shown = showConfig(config, webhookName);
  t.match(shown, {
    discovery: { snmpCommunity: "***" },
    credentials: [
      { match: { network: "192.168.10.0/24" }, user: "dirk", password: "***" },
      { match: {}, user: "admin", password: "***" },
    ],
  });
  for (const text of [JSON.stringify(shown), stringify(shown)]) t.notMatch(text, /geheim/);
});

t.test("what is in force is shown with its defaults, boxes with their targets", async (t) => {
  const config = await configOf(
    t,
    "networks: [192.168.10.0/24]\nboxes: {00-90-33-01-02-9f: {licenses: {PBX-Operators: 1}}}\n",
  );
  t.match(JSON.parse(JSON.stringify(showConfig(config, webhookName))), {
    networks: ["192.168.10.0/24"],
    ports: { http: 80 },
    policy: { create: "ask", reset: "never" },
    boxes: { "00-90-33-01-02-9f": { httpPort: 80, licenses: { "PBX-Operators": 1 } } },
  });
});
