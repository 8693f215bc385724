import { runCli } from "../../src/cli/run-cli.ts";

/** Runs the command lines that its parent sends, one after the other, and sends back how each ended. */
let stdout = "";
process.stdout.setMaxListeners(0);
process.stdout.write = (chunk: string | Uint8Array) => {
  stdout += String(chunk);
  // Who serves until it is told to stop is told so when it has spoken.
  if (stdout.includes('"listening"')) process.emit("SIGTERM");
  return true;
};
process.stderr.write = () => true;
process.on("message", (words: string[]) => void run(words));

async function run(words: readonly string[]): Promise<void> {
  stdout = "";
  const code = await runCli(words);
  process.send?.({ code, stdout });
}
