/** Text as a person reads it: runs of blanks and line ends are one blank. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
