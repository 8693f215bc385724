/** The command that a line names, as far as it was understood. */
export interface NamedCommand {
  /** `varsync push` */
  readonly name: string;
  /** What it wants after its name, as `--help` shows it: `<file> <target>`. */
  readonly wants: string;
  /** Whether it only names the commands below it. */
  readonly isGroup: boolean;
}

/** What was typed. */
export interface TypedLine {
  /** As the shell gave it. */
  readonly words: readonly string[];
  /** Those that are neither options nor their values, the command's name first. */
  readonly plain: readonly string[];
}

type Used = Pick<NamedCommand, "name" | "wants">;
type Explain = (details: readonly string[], command: NamedCommand, typed: TypedLine) => string;

/** What yargs says, and what is said instead: which argument is wrong, what was wanted, how the command is used. */
const explanations: readonly (readonly [RegExp, Explain])[] = [
  [
    /^Not enough non-option arguments: got (\d+)/,
    ([got = ""], command) => {
      const wanted = command.wants.split(" ").filter((word) => word.startsWith("<"));
      return missing(wanted.slice(Number(got)), command);
    },
  ],
  [
    /^Missing required arguments?: (.+)$/,
    ([names = ""], command) => {
      const options = names.split(", ").map((name) => `--${name}`);
      const usage = [command.wants, ...options.map((option) => `${option} …`)].filter(Boolean).join(" ");
      return missing(options, { name: command.name, wants: usage });
    },
  ],
  [
    /^Not enough arguments following: (.+)$/,
    ([name], { name: command }) => `--${name} wants a value; ${command} --help tells more`,
  ],
  [/^Unknown (?:arguments?|commands?): (.+)$/, ([names = ""], command, typed) => unknown(names, command, typed)],
  [
    /^Did you mean (.+)\?$/,
    ([near], command, { plain }) => `there is no command ${lastName(command, plain)}; did you mean ${near}?`,
  ],
  [
    /^Invalid values:\n {2}Argument: (\S+), Given: (.+?), Choices: (.+)$/m,
    ([name = "", given, choices = ""], { wants }) => {
      const option = wants.includes(`<${name}>`) ? `<${name}>` : `--${name}`;
      return `${option} is one of ${choices.replaceAll('"', "")}, and not ${given}`;
    },
  ],
];

/**
 * Says in our own words what yargs finds wrong with a command line.
 * @param message as yargs says it, in English; what is none of its sentences is left as it is
 */
export function explainUsage(message: string, command: NamedCommand, typed: TypedLine): string {
  for (const [pattern, explain] of explanations) {
    const found = pattern.exec(message);
    if (found) return explain(found.slice(1), command, typed);
  }
  return message;
}

function missing(names: readonly string[], { name, wants }: Used): string {
  const what = names.join(" and ");
  return `${what} ${names.length === 1 ? "is" : "are"} missing: ${used({ name, wants })}`;
}

function unknown(names: string, command: NamedCommand, typed: TypedLine): string {
  const { name, isGroup } = command;
  const keys = new Set(names.split(", "));
  const options = typed.words.filter((word) => word.startsWith("-") && keys.has(nameOf(word)));
  if (options.length > 0) {
    const texts = options.map((option) => option.replace(/=.*$/s, ""));
    return `there is no option ${[...new Set(texts)].join(", ")}; ${name} --help lists them`;
  }
  if (isGroup) return `there is no command ${lastName(command, typed.plain)}; ${name} --help lists them`;
  return `${names} is more than the command takes: ${used(command)}`;
}

/** `--foo-bar=3` is an option of the name `foo-bar`; of `-xy` yargs names the first letter first. */
function nameOf(option: string): string {
  const [, long, short = ""] = /^(?:--(?:no-)?([^=]+)|-(.)).*$/s.exec(option) ?? [];
  return long ?? short;
}

/** `pool xyzzy`, where there is no such command in `varsync pool`. */
function lastName({ name }: NamedCommand, plain: readonly string[]): string {
  return plain.slice(0, name.split(" ").length).join(" ");
}

function used({ name, wants }: Used): string {
  return `${[name, wants].filter(Boolean).join(" ")} (--help tells more)`;
}
