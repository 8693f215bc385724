import type { BoxTarget } from "../../agent/reconcile/box-target.ts";
import type { Site } from "../../agent/reconcile/site.ts";
import { addressNumber } from "../../box/discover/networks.ts";
import { endpointText } from "../../box/endpoint.ts";
import { tryParseSerialNumber } from "../../license/serial-number.ts";
import { UsageError } from "../usage/usage-error.ts";

/**
 * What a person names a box by: a serial number, or an address with or without the port of HTTP. An address under which
 * the configuration lists a box means that very box.
 * @throws UsageError
 */
export function parseTarget(text: string, site: Pick<Site, "httpPort" | "boxes">): BoxTarget {
  const serial = tryParseSerialNumber(text);
  if (serial !== undefined) return { serial };
  const [, address = "", port] = /^([\d.]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const httpPort = port === undefined ? undefined : Number(port);
  if (addressNumber(address) === undefined || httpPort === 0 || (httpPort ?? 1) > 65_535) {
    throw new UsageError(
      `"${text}" is neither an address (192.168.10.7 or 192.168.10.7:8080) nor a serial number (00-90-33-01-02-9f)`,
    );
  }
  const endpoint = { address, httpPort: httpPort ?? site.httpPort };
  const listed = [...site.boxes].find(([, box]) => {
    if (box.endpoint === undefined) return false;
    return httpPort === undefined
      ? box.endpoint.address === address
      : endpointText(box.endpoint) === endpointText(endpoint);
  });
  return listed ? { serial: listed[0] } : { endpoint };
}
