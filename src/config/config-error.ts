/** The configuration cannot be used, in a sentence for a person. Mistakes inside the file are CheckedYamlErrors. */
export class ConfigError extends Error {
  readonly code = "bad-configuration";

  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}
