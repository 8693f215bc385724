import { type ByteText, byteText, readable, toByteText } from "../../license/byte-text.ts";
import { tryParseLicenseLine } from "../../license/license-line.ts";
import { configurationText } from "../configuration-text.ts";
import type { AfterCommand, SimulatedBox } from "../simulated-box.ts";
import { admit } from "./login.ts";
import type { BoxRequest } from "./read-request.ts";

/** What goes back, and what happens then. */
export interface BoxAnswer {
  readonly head: string;
  readonly body: ByteText;
  readonly after: AfterCommand;
  /** The body is repeated without end. */
  readonly endless?: boolean;
}

/** Answers a request as boxes do: start page and box_info.xml for everybody, the rest after a login. */
export function answerRequest(box: SimulatedBox, request: BoxRequest): BoxAnswer {
  if (box.has("garbage")) return garbage(box);
  const { target } = request;
  const [path = "", query = ""] = splitAt(target, "?");
  if (path === "/" || path === "") return box.options.startPage === "xml" ? xml(startPage(box)) : html(oldPage(box));
  if (path === "/CMD0/box_info.xml") return xml(boxInfo(box));
  const admission = admit(box, request);
  if (!admission.passes) return unauthorized(admission.challenge);
  const mayWrite = !box.has("read-only");
  if (path.startsWith("/!")) {
    const { answer, after } = box.run(decode(target.slice(2)), mayWrite);
    return { head: head("200 OK", "text/plain"), body: answer, after };
  }
  if (path === "/cfg.txt") {
    box.reads += 1;
    const body = configurationText(box);
    return { head: head("200 OK", "text/plain"), body, after: "nothing", endless: box.has("endless-answer") };
  }
  if (path === "/CMD0/mod_cmd.xml" && /(^|&)cmd=reset(&|$)/.test(query) && mayWrite) {
    return { ...xml('<info reset="true"/>'), after: "reset" };
  }
  if (path === "/PBX0/ADMIN/mod_cmd_login.xml") return inUse(box, licensesInUse(box));
  if (path === "/PRI1/mod_cmd.xml") return inUse(box, channels(box));
  return { head: head("404 Not Found", "text/html"), body: toByteText("<h1>404 not found</h1>"), after: "nothing" };
}

function head(status: string, type: string, more = ""): string {
  return `HTTP/1.0 ${status} \r\nexpires: Friday, 25-Jul-97 00:00:00 GMT\r\nContent-type: ${type}\r\n${more}\r\n`;
}

function xml(content: string): BoxAnswer {
  const body = toByteText(`<?xml version="1.0" encoding="utf-8"?>\r\n${content}\r\n`);
  return { head: head("200 OK", "text/xml"), body, after: "nothing" };
}

function html(body: ByteText): BoxAnswer {
  return { head: head("200 OK", "text/html"), body, after: "nothing" };
}

function unauthorized(challenge: string | undefined): BoxAnswer {
  const body = toByteText("<html><title>401 Unauthorized</title><h1>401 Unauthorized</h1></html>");
  const status = challenge === undefined ? "200 OK" : "401 Unauthorized";
  const more = challenge === undefined ? "" : `WWW-Authenticate: ${challenge}\r\n`;
  return { head: head(status, "text/html", more), body, after: "nothing" };
}

function startPage({ options }: SimulatedBox): string {
  const name = escapeXml(readable(options.name));
  return `<?xml-stylesheet type="text/xsl" href="menu.xsl"?>\r\n<info product="innovaphone ${options.product}" manufacturer-url="http://www.innovaphone.com" name="${name}"/>`;
}

/** The older pages give the name as its bytes stand on the box. */
function oldPage({ options }: SimulatedBox): ByteText {
  const before = toByteText("<html><head><title>");
  const after = toByteText(`: innovaphone ${options.product}</title></head><body>General</body></html>\r\n`);
  return `${before}${options.name}${after}` as ByteText;
}

function boxInfo({ options, resetRequired }: SimulatedBox): string {
  const { serial, versionText, faults } = options;
  const other = serial.replace(/..$/, (last) => ((Number.parseInt(last, 16) + 1) % 256).toString(16).padStart(2, "0"));
  const shown = faults.has("wrong-serial") ? other : serial;
  const attribute = faults.has("serial-by-snmp-only") ? "" : ` serial="${shown}"`;
  return `<info><sys version="${escapeXml(versionText)}"${attribute} reset-required="${resetRequired}"/></info>`;
}

/** A module that the box does not know is answered like a command [C]. */
function inUse(box: SimulatedBox, content: string): BoxAnswer {
  if (!box.has("usage-unreadable")) return xml(content);
  return { head: head("200 OK", "text/plain"), body: toByteText("?\r\n"), after: "nothing" };
}

/** An ISDN interface as monitoring reads it: an element a channel, which is idle or not [C]; what the outermost is called [P]. */
function channels({ calls }: SimulatedBox): string {
  const states = Array.from({ length: 30 }, (_, index) => (index < calls ? "Connected" : "Idle"));
  return `<info link="Up" physical="Up">${states.map((state) => `<ch state="${state}"/>`).join("")}</info>`;
}

/** The PBX's licenses as monitoring reads them: only those in force [C]. Every registered phone uses one. */
function licensesInUse(box: SimulatedBox): string {
  const lines = box.inForce.map(({ name, flags, value }) =>
    tryParseLicenseLine(`vars create ${name} ${flags} ${value}` as ByteText),
  );
  let phones = box.registered;
  const elements = lines.flatMap((line) => {
    if (line === undefined) return [];
    const used = line.type === "PBX-Registrations" ? Math.min(phones, line.count) : 0;
    phones -= used;
    return [`<lic name="${escapeXml(line.type)}" count="${line.count}" used="${used}"/>`];
  });
  return `<info>${elements.join("")}</info>`;
}

function garbage(box: SimulatedBox): BoxAnswer {
  const bytes = Buffer.from(Array.from({ length: 600 }, () => Math.floor(box.options.random() * 256)));
  return { head: head("200 OK", "text/xml"), body: byteText(bytes), after: "nothing" };
}

function decode(encoded: string): ByteText {
  return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  ) as ByteText;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
