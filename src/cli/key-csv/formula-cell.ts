/** What a spreadsheet takes for a formula, and what it is then written as. */
const formula = /^'*[=+\-@\t\r]/;

/** A cell that no spreadsheet calculates: an apostrophe before what it would take for a formula. */
export function safeCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text that `safeCell` wrote. */
export function plainCell(cell: string): string {
  return /^'/.test(cell) && formula.test(cell) ? cell.slice(1) : cell;
}
