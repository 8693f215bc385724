/**
 * Whether every option that takes one value was given once; yargs makes a list of what was given twice.
 * @param options what yargs knows of the options; `array` names those that take several values
 * @throws Error that names the option
 */
export function givenOnce(args: Readonly<Record<string, unknown>>, options: object): true {
  const lists: readonly unknown[] = "array" in options && Array.isArray(options.array) ? options.array : [];
  for (const [name, value] of Object.entries(args)) {
    if (name === "_" || name === "--" || lists.includes(name) || !Array.isArray(value)) continue;
    throw new Error(`--${name} is given more than once, and takes one value`);
  }
  return true;
}
