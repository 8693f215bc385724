import { type ByteText, byteText, fromByteText, readable } from "../../license/byte-text.ts";
import { splitLines } from "../../license/license-file.ts";
import { type LicenseLine, looksLikeLicenseLine, tryParseLicenseLine } from "../../license/license-line.ts";
import { BoxError } from "../box-error.ts";
import type { Credential } from "../credential.ts";
import { type Endpoint, endpointText } from "../endpoint.ts";
import type { Profile } from "../profile/profile.ts";
import type { BoxHttp, HttpAnswer } from "../transport/http/box-http.ts";

/** A whole configuration as it was read, and what is in it. */
export interface Configuration {
  /** The very bytes, for the backup. */
  readonly bytes: Buffer;
  readonly lines: readonly ByteText[];
  readonly licenses: readonly LicenseLine[];
  /** License lines that cannot be read; a box with such is not written. */
  readonly unreadable: readonly ByteText[];
  /** Every other line, without comments and without those that change by themselves. */
  readonly settings: readonly ByteText[];
}

/** No known configuration is larger than 16 MiB [P]. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads the whole configuration of a box, lossless in bytes.
 * @throws BoxError `auth-failed`, `too-large`, `timed-out`, `unreachable`; `not-understood` when it is none
 */
export async function readConfiguration(
  { http }: { readonly http: BoxHttp },
  { endpoint, profile }: { readonly endpoint: Endpoint; readonly profile: Profile },
  { credential, signal }: { readonly credential?: Credential | undefined; readonly signal: AbortSignal },
): Promise<Configuration> {
  const { path } = profile.read.configuration;
  const answer = await http.get(endpoint, path, { credential, maxBytes: mostBytes, signal });
  const wrong = whyNoConfiguration(answer);
  if (wrong) {
    throw new BoxError("not-understood", `${endpointText(endpoint)} ${wrong} when asked for ${path}`, {
      address: endpoint.address,
    });
  }
  return parseConfiguration(answer.body, profile);
}

/** Takes a configuration apart. */
export function parseConfiguration(bytes: Buffer, profile: Profile): Configuration {
  const lines = splitLines(byteText(bytes));
  const volatile = profile.volatile.map(({ line }) => new RegExp(line));
  const licenses: LicenseLine[] = [];
  const unreadable: ByteText[] = [];
  const settings: ByteText[] = [];
  for (const line of lines) {
    if (looksLikeLicenseLine(line)) {
      // Bytes of its own: else the line would keep the whole configuration in memory.
      const license = tryParseLicenseLine(byteText(fromByteText(line)));
      if (license) licenses.push(license);
      else unreadable.push(line);
    } else if (line.trim() !== "" && !line.startsWith("#") && !volatile.some((pattern) => pattern.test(line))) {
      settings.push(line);
    }
  }
  return { bytes, lines, licenses, unreadable, settings };
}

const command = /^[ \t]*(?:config|vars|mod|#)/m;

function whyNoConfiguration({ status, body, unauthorized }: HttpAnswer): string | undefined {
  if (unauthorized) return "wants a login";
  if (status !== 200) return `answered with status ${status}`;
  const start = byteText(body.subarray(0, 4096));
  if (start.trim() === "") return "answered nothing";
  if (start.trim() === "?") return "answered ? (an unknown command)";
  if (/^\s*</.test(start)) return "answered a page instead of a configuration";
  if (body.includes(0) || !command.test(byteText(body))) {
    return `answered what is no configuration ("${readable(start)
      .slice(0, 40)
      .replace(/[^\x20-\x7e]/g, ".")}")`;
  }
  return undefined;
}
