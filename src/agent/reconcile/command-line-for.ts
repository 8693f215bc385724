import { BoxError } from "../../box/box-error.ts";
import type { Credential } from "../../box/credential.ts";
import type { BoxCommandLine } from "../../box/deliver/command-line.ts";
import { httpCommandLine } from "../../box/deliver/http-command-line.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";

/**
 * The way to send commands to the box that the configuration names; HTTP where it names none.
 * @throws BoxError `not-writable` when the profile does not know that way
 */
export async function commandLineFor(site: Site, look: Look & { credential: Credential }): Promise<BoxCommandLine> {
  const { serial, credential } = look;
  const { endpoint, profile } = look.identity;
  const way = site.boxes.get(serial)?.deliver ?? "http";
  const unknownWay = () => {
    const message = `the profile ${profile.id} knows no delivery by ${way}`;
    return new BoxError("not-writable", message, { serial, address: endpoint.address });
  };
  if (way === "http") {
    if (profile.deliver.http === undefined) throw unknownWay();
    return httpCommandLine(site.wires.http, endpoint, credential);
  }
  if (profile.deliver.ssh === undefined) throw unknownWay();
  const { sshCommandLine } = await import("../../box/deliver/ssh-command-line.ts");
  const { mode, prompt } = profile.deliver.ssh;
  return sshCommandLine(endpoint, credential, {
    mode,
    prompt,
    port: site.sshPort,
    session: site.wires.session,
    verifyHostKey: (fingerprint) => isHostKey(site, look, fingerprint),
  });
}

/** Written down by the operator, or pinned when it was first seen. */
async function isHostKey(site: Site, { serial }: Look, fingerprint: string): Promise<boolean> {
  const { wires } = site.journal;
  const known = site.hostKeys.get(serial) ?? wires.hostKey(serial);
  if (known !== undefined) return known.replace(/=+$/, "") === fingerprint;
  await wires.pinHostKey(serial, fingerprint);
  site.log.info({ serial, fingerprint }, "SSH host key pinned at first sight");
  return true;
}
