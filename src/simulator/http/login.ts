import { createHash } from "node:crypto";
import type { SimulatedBox } from "../simulated-box.ts";
import type { BoxRequest } from "./read-request.ts";

/** Whether a request may pass, and what the box asks for if not. */
export type Admission = { readonly passes: true } | { readonly passes: false; readonly challenge?: string };

const realm = "innovaphone";

/** Judges the login of a request the way the box's kind of login wants it. */
export function admit(box: SimulatedBox, request: BoxRequest): Admission {
  const header = request.headers.get("authorization") ?? "";
  if (header !== "") box.logins += 1;
  const { login, user, password } = box.options;
  const refused = box.has("password-refused");
  if (login === "basic" || login === "401-in-the-body") {
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    if (header === wanted && !refused) return { passes: true };
    return { passes: false, ...(login === "basic" && { challenge: `Basic realm="${realm}"` }) };
  }
  if (!refused && header.startsWith("Digest ") && isRightDigest(box, request, header)) return { passes: true };
  const qop = login === "digest" ? ', qop="auth"' : "";
  return { passes: false, challenge: `Digest realm="${realm}", nonce="${nonceOf(box)}"${qop}, algorithm=MD5` };
}

/** A new one after every restart. */
function nonceOf(box: SimulatedBox): string {
  return md5(`${box.options.serial} ${box.restarts}`);
}

function isRightDigest(box: SimulatedBox, { method, target }: BoxRequest, header: string): boolean {
  const part = (name: string) =>
    new RegExp(`[ ,]${name}=(?:"([^"]*)"|([^", ]+))`).exec(header)?.slice(1).find(Boolean) ?? "";
  const { user, password, login } = box.options;
  if (part("username") !== user || part("nonce") !== nonceOf(box) || part("uri") !== target) return false;
  const secret = md5(`${user}:${realm}:${password}`);
  const request = md5(`${method}:${target}`);
  const middle = login === "digest" ? `${part("nonce")}:${part("nc")}:${part("cnonce")}:auth` : part("nonce");
  return part("response") === md5(`${secret}:${middle}:${request}`);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
