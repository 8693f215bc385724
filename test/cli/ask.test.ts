import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { realPeer } from "../real-peer.ts";
import { commandPool } from "./pool-fixture.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const questions = { "yes or no": /\(y\/N\)/, password: /Password for/ } as const;
const lines = {
  "yes or no": ["pool", "create-key", "--type", "PBX-Registrations", "--count", "1"],
  password: ["pool", "account", "add", "carl@example.com", "--name", "Carl"],
} as const;

for (const what of ["yes or no", "password"] as const) {
  t.test(`asked for ${what} in a terminal, Ctrl-C interrupts`, realPeer("script"), async (t) => {
    const { folder, anna } = await commandPool(t, "database", "127.84.91.1");
    const words = [...lines[what], "--config", `${anna.email}.yaml`];
    const byKey = await answered(inTerminal(words, folder), questions[what], ({ stdin }) => stdin?.write("\x03"));
    t.match(byKey, { code: 130, said: /varsync: interrupted/ });
    const closed = await answered(inTerminal(words, folder), questions[what], ({ stdin }) => stdin?.write("\x04"));
    t.match(closed, { code: 1, said: /varsync: declined: nothing was done/ }, "Ctrl-D is no yes");
    for (const { said } of [byKey, closed]) t.notMatch(said, /bug|await|\bat /);
  });

  t.test(`asked for ${what} on a pipe, SIGINT interrupts`, async (t) => {
    const { folder, anna } = await commandPool(t, "database", "127.84.91.1");
    const words = [...lines[what], "--config", `${anna.email}.yaml`];
    const child = spawn(process.execPath, [main, ...words], { cwd: folder });
    t.match(await answered(child, questions[what], () => child.kill("SIGINT")), { code: 130 });
  });
}

/** The command in a terminal of its own; what is written to stdin are its keys. */
function inTerminal(words: readonly string[], folder: string): ChildProcess {
  const command = [process.execPath, main, ...words].map((word) => `'${word}'`).join(" ");
  return spawn("script", ["-qec", command, "/dev/null"], { cwd: folder });
}

/** Does something once the question stands there; answers how it ended, and all that was said. */
async function answered(child: ChildProcess, question: RegExp, act: (child: ChildProcess) => unknown) {
  let [said, asked] = ["", false];
  const hear = (chunk: Buffer) => {
    said += chunk;
    if (asked || !question.test(said)) return;
    asked = true;
    act(child);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}
