import fc from "fast-check";
import t from "tap";
import { answerOf, endsInPrompt, isEchoing, plain } from "../../../../src/box/transport/ssh/shell-text.ts";
import { toByteText } from "../../../../src/license/byte-text.ts";

const prompt = /(?:[>#$%] ?$)$/;
const command = toByteText("config write");

t.test("colours, titles and cursor movements are left out, and line ends are plain", async (t) => {
  const shown = "\x1b]0;box\x07\x1b[1;32mip400\x1b[0m> \x1b(Bok\r\r\nnext\r\n";
  t.equal(plain(toByteText(shown)), "ip400> ok\nnext\n");
});

t.test("a prompt is one at the end of the last line only", async (t) => {
  for (const text of ["IP400> ", "hello\r\nadmin@box:~$ ", "# ", "\x1b[32m>\x1b[0m "]) {
    t.ok(endsInPrompt(toByteText(text), prompt), JSON.stringify(text));
  }
  for (const text of ["", "IP400> \r\n", "a > b", "loading..."]) {
    t.notOk(endsInPrompt(toByteText(text), prompt), JSON.stringify(text));
  }
});

t.test(
  "as long as only the echo has come, the answer has not, even where the command ends like a prompt",
  async (t) => {
    const odd = toByteText("vars create LICENSE/PBX0 pau Operators=1,,a>b>");
    for (const text of ["", "vars", "vars create LICENSE/PBX0 pau Operators=1,,a>", odd, `${odd}\r\n`]) {
      t.ok(isEchoing(toByteText(text), odd), text);
    }
    t.notOk(isEchoing(toByteText(`${odd}\r\nok\r\n`), odd));
  },
);

t.test("an answer is what stands between the echo and the prompt", async (t) => {
  const answers = {
    "config write\r\nok\r\nIP400> ": "ok",
    "config write\r\nIP400> ": "",
    "config write\r\nok\r\nIP400/CMD0> ": "ok\nIP400/CMD0",
    "config write\r\n?IP400> ": "?",
    "ok\r\n> ": "ok",
    "config write\r\none\r\ntwo\r\n# ": "one\ntwo",
    "config write\r\n?\r\n$ ": "?",
    "": "",
  };
  for (const [text, answer] of Object.entries(answers)) {
    t.equal(answerOf(toByteText(text), command, prompt, "IP400> "), answer, JSON.stringify(text));
  }
});

t.test("an answer of nothing but line ends is read in no time", async (t) => {
  const text = toByteText(`${"\r\n".repeat(30_000)}x`);
  const began = performance.now();
  answerOf(text, command, prompt, "> ");
  isEchoing(text, command);
  plain(toByteText(`${"\r".repeat(60_000)}x`));
  t.ok(performance.now() - began < 1000, `${performance.now() - began} ms`);
});

t.test("no bytes whatever make it fail", async () => {
  const pieces = ["\x1b[", "\x1b]", "\x07", "\r", "\n", "> ", "config write", "m", "\xff"];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (all) => {
      const text = toByteText(all.join(""));
      return (
        answerOf(text, command, prompt, "> ").length <= text.length && typeof endsInPrompt(text, prompt) === "boolean"
      );
    }),
    { numRuns: 1000 },
  );
});
