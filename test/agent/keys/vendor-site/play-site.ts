import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import type { Test } from "tap";

/** How the played site looks: what its fields are called, what stands on its pages. */
export interface Look {
  readonly agreement: string;
  readonly login: (refused: boolean) => string;
  readonly start: (status: string) => string;
  readonly confirm: (serial: string) => string;
  readonly download: (serial: string) => string;
  readonly fields: { readonly user: string; readonly password: string; readonly serial: string };
  readonly says: { readonly unknown: string; readonly otherAccount: string };
}

/** As the leaflet shows it, in English. */
export const leaflet: Look = {
  agreement: `<h1>License agreement</h1><p>You must not use revoked keys.</p>
    <form action="license.php" method="post"><input type="hidden" name="step" value="agree"><input type="submit" name="ok" value="ja"><input type="submit" name="ok" value="nein"></form>`,
  login: (
    refused,
  ) => `<h1>Login</h1>${refused ? "<p>Login failed</p>" : ""}<table><form action="license.php" method="POST">
    <input type=hidden name=step value=login><tr><td>Email address</td><td><input name="f_email"></td></tr>
    <tr><td>Password</td><td><input type="PASSWORD" name="f_pw"></td></tr><tr><td><input type=submit value="Login"></td></tr></form></table>
    <a href="license.php?step=register">register</a>`,
  start: (status) => `<p>${status}</p><p>Welcome, you are logged in as Dirk Test (quadrophenia65@web.de)</p>
    <p>To download the license for a device enter the serialnumber as printed on the device label, e.g. 00-90-33-00-00-00 and press download license</p>
    <form action="license.php" method="post"><input type="hidden" name="step" value="serial">Serialnumber <input type="text" name="f_mac" size="20"> <input type="submit" value="Download license"></form>
    <p>To manage your licenses, (e.g. add/list activationkeys etc...) use <a href="license.php?step=manager">License manager</a></p>
    <p>Downloading a predefined licence assigns the license to your account. Later on it can be downloaded only on this account</p>
    <a href="license.php?step=logout">Logout</a>`,
  confirm: (
    serial,
  ) => `<p>Please confirm the serialnumber ${serial}</p><form method="post" action="license.php"><input type="hidden" name="step" value="confirm">
    <input type="hidden" name="f_mac" value="${serial}"><input type="submit" value="confirm"></form><a href="license.php?step=start">back</a>`,
  download: (serial) =>
    `<p>Your license is ready</p><a href="get_license.php?f_mac=${serial}">download</a> <a href="license.php?step=start">back</a> <a href="license.php?step=logout">Logout</a>`,
  fields: { user: "f_email", password: "f_pw", serial: "f_mac" },
  says: { unknown: "Unknown serialnumber", otherAccount: "The license belongs to another account" },
};

/** Another hand's: German, other names, links where the leaflet has buttons, forms that are never closed. */
export const otherHand: Look = {
  agreement: `<p>Lizenzvereinbarung</p><a href="./agb.pdf">Lizenzvereinbarung herunterladen</a><a href='?step=agree'>Ja</a> <a href="?step=nein">Nein</a>`,
  login: (
    refused,
  ) => `${refused ? "<b>Passwort falsch</b>" : ""}<form action="?" method=post><input type=hidden name=step value=register>Name <input name=n>E-Mail <input type=email name=e>Paßwort <input type=password name=p1> <input type=password name=p2><button>Registrieren</button></form>
    <form action="?step=login" method=post><label for=u>E-Mail-Adresse</label><input id=u type=email name=benutzer><label>Kennwort <input type=password name=geheim></label><input type=hidden name=token value="&auml;&amp;1"><button type=submit name=los value=1>Anmelden</button></form>`,
  start: (
    status,
  ) => `<div>${status}</div><form name=suche action="?step=suche"><input type=search name=q><button>Suchen</button></form>
    <form action="?" method=get><input type=hidden name=step value=serial><table><tr><td>Seriennummer:</td><td><input name=geraet value=""></td></tr></table><button>Lizenz herunterladen</button></form><a href="?step=logout">Abmelden</a>`,
  confirm: (serial) =>
    `<p>Gerät ${serial}. Ein anderer Account kann die Lizenz danach nicht mehr laden.</p><a href="?step=confirm&amp;geraet=${serial}">Bestätigen</a> <a href="?step=start">Zurück</a>`,
  download: (serial) =>
    `<form action="get_license.php"><input type=hidden name=f_mac value=${serial}><input type=image alt="Herunterladen" name=bild></form><a href="?step=start">Zurück</a>`,
  fields: { user: "benutzer", password: "geheim", serial: "geraet" },
  says: { unknown: "Seriennummer nicht bekannt", otherAccount: "Diese Lizenz gehört einem anderen Konto" },
};

/** What the site has for a serial number. */
export type Held = string | { readonly owner: string };

export interface PlayedSite {
  readonly url: URL;
  readonly host: string;
  /** `POST login`, `GET get_license.php`, …: what was asked for, in order. */
  readonly asked: string[];
  /** Serial numbers that were assigned to the account. */
  readonly assigned: Set<string>;
  readonly licenses: Map<string, Held>;
  password: string;
  /** Answers instead of the site, where it answers `true`. */
  intercept: (step: string, request: IncomingMessage, response: ServerResponse) => boolean;
  /** Sessions end at once. */
  forget(): void;
  close(): Promise<void>;
}

export const user = "quadrophenia65@web.de";
export const password = "geh&eim ü<1>";

/** Plays the vendor's site over a real socket. */
export async function playSite(t: Test, address: string, look: Look = leaflet, charset = "utf-8"): Promise<PlayedSite> {
  const sessions = new Map<string, { agreed: boolean; user?: string; confirmed?: string }>();
  const encoding = charset === "utf-8" ? "utf8" : "latin1";
  const site: PlayedSite = {
    url: new URL("http://localhost"),
    host: "",
    asked: [],
    assigned: new Set(),
    licenses: new Map(),
    password,
    intercept: () => false,
    forget: () => sessions.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://site");
    const sent = (await readText(request)).replace(/%([89A-F].)/g, (all, hex: string) =>
      encoding === "latin1" ? encodeURIComponent(String.fromCharCode(Number.parseInt(hex, 16))) : all,
    );
    const of = new URLSearchParams([...url.searchParams, ...new URLSearchParams(sent)]);
    const name = url.pathname.split("/").at(-1) ?? "";
    const step = of.get("step") ?? (name === "get_license.php" ? "get" : "");
    site.asked.push(`${request.method} ${step || name}`);
    if (site.intercept(step, request, response)) return;
    const page = (body: string) => {
      response.setHeader("content-type", `text/html; charset=${charset}`);
      response.end(
        Buffer.from(`<!DOCTYPE html><html><head><title>License</title></head><body>${body}</body></html>`, encoding),
      );
    };
    const go = (to: string) => response.writeHead(302, { location: to }).end();
    let id = /sid=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    if (!sessions.has(id)) {
      id = randomUUID();
      sessions.set(id, { agreed: false });
      response.setHeader("set-cookie", `sid=${id}; path=/license; HttpOnly`);
    }
    const session = sessions.get(id) ?? { agreed: false };
    if (step === "agree") session.agreed = true;
    if (!session.agreed) return page(look.agreement);
    if (step === "login") {
      if (of.get(look.fields.user) !== user || of.get(look.fields.password) !== site.password)
        return page(look.login(true));
      session.user = user;
      return go("license.php?step=start");
    }
    if (step === "logout") {
      sessions.delete(id);
      return page("Good bye");
    }
    if (session.user === undefined) return page(look.login(false));
    const serial = of.get(step === "get" ? "f_mac" : look.fields.serial) ?? "";
    const held = site.licenses.get(serial);
    if (step === "serial") return page(held === undefined ? look.start(look.says.unknown) : look.confirm(serial));
    if (step === "confirm") {
      if (typeof held === "object") return page(look.start(look.says.otherAccount));
      session.confirmed = serial;
      return page(look.download(serial));
    }
    if (step !== "get") return page(look.start(""));
    if (session.confirmed !== serial || typeof held !== "string") return page(look.start("Not confirmed"));
    site.assigned.add(serial);
    response.setHeader("content-type", "text/plain; charset=iso-8859-1");
    response.setHeader("content-disposition", `attachment; filename=${serial}.txt`);
    response.end(Buffer.from(held, "latin1"));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, address);
  await once(server, "listening");
  t.teardown(() => site.close());
  const { port } = server.address() as AddressInfo;
  const host = `http://${address}:${port}`;
  return Object.assign(site, { url: new URL(`${host}/license/license.php`), host });
}
