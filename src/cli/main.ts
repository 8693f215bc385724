/** The entry: answers `--version` at once, and loads the rest only when there is more to do. */
import { version } from "./version.ts";

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === "--version") {
  process.stdout.write(`${version()}\n`);
} else {
  const { runCli } = await import("./run-cli.ts");
  process.exitCode = await runCli(words);
}
