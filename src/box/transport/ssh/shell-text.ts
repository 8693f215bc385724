import type { ByteText } from "../../../license/byte-text.ts";

/** Colours, cursor movements and titles, which a shell on a terminal may send. */
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-Za-z]|[@-Z\\^_=>])/g;

/** Without escape sequences, and with plain line ends. */
export function plain(text: ByteText): ByteText {
  return text.replace(escapes, "").replace(/(?<!\r)\r+\n/g, "\n") as ByteText;
}

/** Whether the last line ends in the prompt. */
export function endsInPrompt(text: ByteText, prompt: RegExp): boolean {
  return prompt.test(lastLine(plain(text)));
}

/** Whether only the beginning of the command's echo has come in yet. */
export function isEchoing(text: ByteText, command: ByteText): boolean {
  return command.startsWith(withoutLineEnds(plain(text)));
}

/**
 * What the shell answered: without the echo of the command and without the prompt after it.
 * @param shownPrompt the whole prompt as the shell showed it first, `IP400> `
 */
export function answerOf(text: ByteText, command: ByteText, prompt: RegExp, shownPrompt: string): ByteText {
  const shown = plain(text);
  const body = shown.startsWith(command) ? shown.slice(command.length) : shown;
  const last = lastLine(body);
  const end = last.endsWith(shownPrompt) ? last.slice(0, last.length - shownPrompt.length) : last.replace(prompt, "");
  const answer = body.slice(0, body.length - last.length) + end;
  return withoutLineEnds(answer.replace(/^[\r\n]+/, "")) as ByteText;
}

/** Where a shell waits this is its prompt. */
export function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}

/** A regular expression would try every line end for the last one. */
function withoutLineEnds(text: string): string {
  let end = text.length;
  while (end > 0 && /[\r\n]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
