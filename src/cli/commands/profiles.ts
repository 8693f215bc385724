import { type CommandGroup, defineCommand } from "../command.ts";

/** `varsync profiles list` and `varsync profiles check FILE`. */
export const profilesCommand: CommandGroup = {
  command: "profiles",
  describe: "device profiles: what is known of each model",
  subcommands: [
    defineCommand({
      command: "list",
      describe: "list built-in and own profiles",
      builder: (yargs) => yargs,
      async run(_args, { configFile, json, out }) {
        const { loadConfigIfAny } = await import("../../config/load-config.ts");
        const { loadProfiles } = await import("../../box/profile/load-profiles.ts");
        const profiles = await loadProfiles((await loadConfigIfAny(configFile))?.profilesDir);
        if (json) {
          out.document({ profiles });
          return 0;
        }
        const rows = profiles.map(({ id, name, write, firmware, recognise, source }) => [
          id,
          name,
          recognise.products.join(", ") || "any other",
          write ? "yes" : "read only",
          firmware ? `${firmware.from} up to, not including, ${firmware.before}` : "any",
          source,
        ]);
        const columns = ["Profile", "Name", "Products", "Written", "Firmware", "File"].map((heading) => ({ heading }));
        await out.table(columns, rows);
        return 0;
      },
    }),
    defineCommand({
      command: "check <file>",
      describe: "check a profile file",
      builder: (yargs) => yargs.positional("file", { type: "string", demandOption: true, describe: "a .yaml file" }),
      async run({ file }, { json, out }) {
        const { readProfile } = await import("../../box/profile/read-profile.ts");
        const { id, name } = await readProfile(file);
        if (json) out.document({ file, ok: true, id, name });
        else out.text(`${file}: ok (${name})`);
        return 0;
      },
    }),
  ],
};
