import { type CommandGroup, defineCommand } from "../command.ts";

/** `varsync config check` and `varsync config show`. */
export const configCommand: CommandGroup = {
  command: "config",
  describe: "check the configuration, or show it with secrets blanked",
  subcommands: [
    defineCommand({
      command: "check",
      describe: "whether the configuration is right, with all the files that it names",
      builder: (yargs) => yargs,
      async run(_args, { config, json, out }) {
        const { checkConfig } = await import("../../config/check-config.ts");
        const { loadProfiles } = await import("../../box/profile/load-profiles.ts");
        const loaded = await config();
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
            `${loaded.file}: ok (${loaded.boxes.size} ${loaded.boxes.size === 1 ? "box" : "boxes"}, ${loaded.networks.map(({ cidr }) => cidr).join(", ") || "no networks: only pool commands work"})`,
          );
        return 0;
      },
    }),
    defineCommand({
      command: "show",
      describe: "show it with what is taken where it says nothing, secrets blanked",
      builder: (yargs) => yargs,
      async run(_args, { config, json, out }) {
        const { showConfig } = await import("../../config/show-config.ts");
        const { webhookName } = await import("../../webhook/webhook-name.ts");
        const shown = showConfig(await config(), webhookName);
        if (json) out.document(shown);
        else out.text((await import("yaml")).stringify(shown).trimEnd());
        return 0;
      },
    }),
  ],
};
