import type { Control, PageForm, PageRequest } from "./page.ts";

/** What a person would do to a form before sending it. */
export interface Filling {
  /** Typed into fields. */
  readonly typed?: ReadonlyMap<Control, string>;
  /** Ticked, besides what is ticked already. */
  readonly ticked?: readonly Control[];
  readonly button?: Control | undefined;
}

/** Sends a form as a browser does: hidden fields, what is chosen already, what was typed, and the button that was pressed. */
export function submitForm(form: PageForm, charset: string, { typed, ticked = [], button }: Filling): PageRequest {
  const groups = new Set(ticked.filter(({ kind }) => kind === "radio").map(({ name }) => name));
  const pairs = form.controls.flatMap((control): [string, string][] => {
    const { kind, name } = control;
    if (name === "" && control !== button) return [];
    if (kind === "submit" || kind === "image") return control === button ? buttonPairs(control) : [];
    if (kind === "checkbox" || kind === "radio") {
      const on = ticked.includes(control) || (control.checked && !(kind === "radio" && groups.has(name)));
      return on ? [[name, control.value]] : [];
    }
    return [[name, typed?.get(control) ?? control.value]];
  });
  const encoded = pairs.map((pair) => pair.map((text) => encode(text, charset)).join("=")).join("&");
  if (form.method === "GET") {
    const url = new URL(form.action);
    url.search = encoded;
    return { method: "GET", url };
  }
  if (!form.multipart) {
    return { method: "POST", url: form.action, body: encoded, contentType: "application/x-www-form-urlencoded" };
  }
  const body = new FormData();
  for (const [name, value] of pairs) body.append(name, value);
  return { method: "POST", url: form.action, body };
}

function buttonPairs({ kind, name, value }: Control): [string, string][] {
  if (kind === "submit") return name === "" ? [] : [[name, value]];
  const prefix = name === "" ? "" : `${name}.`;
  return [
    [`${prefix}x`, "1"],
    [`${prefix}y`, "1"],
  ];
}

/** In the page's own character set, as browsers send forms. */
function encode(text: string, charset: string): string {
  const single = /^(iso-8859-1|windows-1252|latin1|us-ascii)$/i.test(charset) && /^[\x00-\x7f\xa0-\xff]*$/.test(text);
  const bytes = Buffer.from(text, single ? "latin1" : "utf8");
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9*._-]/.test(character)) return character;
    return character === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
