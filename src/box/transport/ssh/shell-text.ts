import type { ByteText } from "../../../license/byte-text.ts";

/** Colours, cursor movements and titles, which a shell on a terminal may send. */
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-Za-z]|[@-Z\\^_=>])/g;

/** Without escape sequences, and with plain line ends. */
export function plain(text: ByteText): ByteText {
  return text.replace(escapes, "").replace(/\r+\n/g, "\n") as ByteText;
}

/** Whether the last line ends in the prompt. */
export function endsInPrompt(text: ByteText, prompt: RegExp): boolean {
  return prompt.test(lastLine(plain(text)));
}

/** Whether only the beginning of the command's echo has come in yet. */
export function isEchoing(text: ByteText, command: ByteText): boolean {
  return command.startsWith(plain(text).replace(/[\r\n]+$/, ""));
}

/** What the shell answered: without the echo of the command and without the prompt after it. */
export function answerOf(text: ByteText, command: ByteText, prompt: RegExp): ByteText {
  const shown = plain(text);
  const body = shown.startsWith(command) ? shown.slice(command.length).replace(/^[\r\n]+/, "") : shown;
  const last = lastLine(body);
  const answer = body.slice(0, body.length - last.length) + last.replace(prompt, "");
  return answer.replace(/^[\r\n]+|[\r\n]+$/g, "") as ByteText;
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}
