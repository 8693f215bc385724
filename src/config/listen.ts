/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `127.0.0.1:8480`, `[::1]:8480` or `name:8480`; `undefined` for what is none. */
export function parseListen(text: string): ListenAddress | undefined {
  const [, inBrackets, name, number] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = inBrackets ?? name;
  if (host === undefined || Number(number) > 65_535) return undefined;
  return { host, port: Number(number) };
}
