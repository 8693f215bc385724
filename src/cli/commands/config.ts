import { defineCommand } from "../command.ts";

/** `varsync config check` and `varsync config show`. */
export const configCommand = defineCommand({
  command: "config <action>",
  describe: "check the configuration, or show it with secrets blanked",
  builder: (yargs) => yargs.positional("action", { choices: ["check", "show"] as const, demandOption: true }),
  async run({ action }, { config, json, out }) {
    const { checkConfig } = await import("../../config/check-config.ts");
    const { showConfig } = await import("../../config/show-config.ts");
    const loaded = await config();
    if (action === "check") {
      const { loadProfiles } = await import("../../box/profile/load-profiles.ts");
      const profiles = await loadProfiles(loaded.profilesDir);
      await checkConfig(
        loaded,
        profiles.map(({ id }) => id),
      );
      if (loaded.filesDir !== undefined) {
        const { openFiles } = await import("../site/open-sources.ts");
        await openFiles(loaded);
      }
      if (loaded.vendor !== undefined) {
        const { loadPageSigns } = await import("../../agent/keys/vendor-site/page-signs.ts");
        await loadPageSigns(loaded.vendor.pages);
      }
      if (json) out.document({ file: loaded.file, ok: true });
      else
        out.text(
          `${loaded.file}: ok (${loaded.boxes.size} boxes, ${loaded.networks.map(({ cidr }) => cidr).join(", ") || "no networks: only pool commands work"})`,
        );
      return 0;
    }
    if (json) out.document(showConfig(loaded));
    else out.text((await import("yaml")).stringify(showConfig(loaded)).trimEnd());
    return 0;
  },
});
