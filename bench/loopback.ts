/** The first addresses of 127.`second`.0.0/16, without the network's own. */
export function loopback(second: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `127.${second}.${(index + 1) >> 8}.${(index + 1) & 255}`);
}
