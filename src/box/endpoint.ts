/** Where a box answers. Its serial number names it; this only says where to look. */
export interface Endpoint {
  /** A bare IPv4 address. */
  readonly address: string;
  readonly httpPort: number;
}

/** `192.168.10.7` for port 80, else `192.168.10.7:8080`; for messages to a person. */
export function endpointText({ address, httpPort }: Endpoint): string {
  return httpPort === 80 ? address : `${address}:${httpPort}`;
}
