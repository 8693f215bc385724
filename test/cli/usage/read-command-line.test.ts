import t from "tap";
import type { AnyCommand } from "../../../src/cli/command.ts";
import { commands } from "../../../src/cli/commands.ts";
import { type RunCommand, readCommandLine } from "../../../src/cli/usage/read-command-line.ts";

const refuse: RunCommand = () => Promise.reject(new Error("the line was taken"));

/** What is said of a wrong line. */
async function said(...words: string[]): Promise<string> {
  try {
    await readCommandLine(words, commands, refuse);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "usage" ? error.message : String(error);
  }
  return "nothing";
}

t.test("what is wrong with a command line is named, with what was wanted", async (t) => {
  const lines: Readonly<Record<string, string>> = {
    "": "name a command; varsync --help lists them",
    pool: "name a command; varsync pool --help lists them",
    "pool account": "name a command; varsync pool account --help lists them",
    xyzzy: "there is no command xyzzy; varsync --help lists them",
    histry: "there is no command histry; did you mean history?",
    "--config a.yaml histry": "there is no command histry; did you mean history?",
    "pool xyzzy": "there is no command pool xyzzy; varsync pool --help lists them",
    "config chek": "there is no command config chek; did you mean check?",
    push: "<file> and <target> are missing: varsync push <file> <target> (--help tells more)",
    "push a": "<target> is missing: varsync push <file> <target> (--help tells more)",
    "push a b c": "c is more than the command takes: varsync push <file> <target> (--help tells more)",
    "init c d": "c, d is more than the command takes: varsync init (--help tells more)",
    approve: "<id..> is missing: varsync approve <id..> (--help tells more)",
    "decline x": "--why is missing: varsync decline <id..> --why … (--help tells more)",
    "pool token create":
      "--scope and --expires are missing: varsync pool token create --scope … --expires … (--help tells more)",
    "plan --foo": "there is no option --foo; varsync plan --help lists them",
    "plan --foo-bar=3 x": "there is no option --foo-bar; varsync plan --help lists them",
    "plan --no-foo -x": "there is no option --no-foo, -x; varsync plan --help lists them",
    "plan --out": "--out wants a value; varsync plan --help tells more",
    "apply --reset": "--reset wants a value; varsync apply --help tells more",
    "apply --reset maybe": '--reset is one of never, when-idle, now, and not "maybe"',
    "plan --log-level loud": '--log-level is one of silent, error, warn, info, debug, trace, and not "loud"',
    "plan --out a --out b": "--out is given more than once, and takes one value",
    "plan --config a --config b": "--config is given more than once, and takes one value",
    "pool create-key --to-total 1 --to-total 2": "--to-total is given more than once, and takes one value",
    "webhooks retry": "name messages, or --all",
    "push -- a": "<target> is missing: varsync push <file> <target> (--help tells more)",
    "push a b -- c": "c is more than the command takes: varsync push <file> <target> (--help tells more)",
    "push -- -a b": "-a stands after --; a file whose name begins with a dash is ./-a here",
  };
  for (const [line, message] of Object.entries(lines)) {
    t.equal(await said(...line.split(" ").filter(Boolean)), message, `varsync ${line}`);
  }
});

t.test("what is right is run, lists and a flag that is said twice too", async (t) => {
  const taken = "Error: the line was taken";
  t.equal(await said("plan", "a", "b", "--out", "c"), taken);
  t.equal(await said("discover", "--network", "a", "--network", "b"), taken);
  t.equal(await said("apply", "--yes", "--yes", "--all"), taken);
  t.equal(await said("plan", "--json", "--json"), taken);
});

t.test("what stands after -- is meant, too", async (t) => {
  const targets: unknown[] = [];
  const note: RunCommand = async (_, args) => void targets.push(args["target"]);
  await readCommandLine(["plan", "--", "a", "b"], commands, note);
  await readCommandLine(["apply", "--yes", "a", "--", "b"], commands, note);
  t.same(targets, [
    ["a", "b"],
    ["a", "b"],
  ]);
});

t.test("a wrong option is told in plain words by every command", async (t) => {
  for (const path of pathsOf(commands)) {
    const message = await said(...path.split(" "), ...Array.from({ length: 3 }, () => "a"), "--xyzzy");
    t.match(message, /^(there is no (option|command)|--[a-z-]+ (and --[a-z-]+ )*(is|are) missing|give )/, path);
  }
});

/** `push`, `pool account add`, … */
function pathsOf(among: readonly AnyCommand[], above = ""): string[] {
  return among.flatMap(({ command, subcommands }) => {
    const path = `${above}${command.split(" ")[0]}`;
    return subcommands ? [path, ...pathsOf(subcommands, `${path} `)] : [path];
  });
}
