import type { SerialNumber } from "../../../license/serial-number.ts";
import type { Control, Page, PageForm, PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { type Filling, submitForm } from "./submit-form.ts";

/** A longer one is a sentence, in which "not" may stand for anything. */
const shortLabel = 60;

/** What can be typed into the pages. */
export interface Answers {
  readonly user: string;
  readonly password: string;
  readonly serial: SerialNumber;
}

/** Presses a button or link that says this, in a form that wants no password. `undefined` when there is none. */
export function pressMove(
  view: View,
  says: (label: string) => boolean,
  signs: PageSigns,
  typed?: Answers,
): PageRequest | undefined {
  const wanted = (label: string) => says(label) && !(label.length <= shortLabel && signs.press.never(label));
  for (const page of view) {
    for (const form of formsWithoutPassword(page)) {
      const button = form.controls.find((control) => isButton(control) && wanted(control.label));
      const ticked = form.controls.filter((control) => isTick(control) && wanted(control.label));
      const tickAlone = ticked.length > 0 ? submitButton(form, signs) : undefined;
      if (button === undefined && tickAlone === undefined) continue;
      const fields = typed ? serialFields(form, signs) : [];
      const filled = new Map(fields.map((field) => [field, typed?.serial ?? ""]));
      return submitForm(form, page.charset, { button: button ?? tickAlone, ticked, typed: filled });
    }
    const link = page.links.find(({ text }) => wanted(text));
    if (link) return { method: "GET", url: link.url };
  }
  return undefined;
}

/** Fills in the form that wants a password; one that registers a new account only where there is no other. */
export function loginMove(view: View, { user, password }: Answers, signs: PageSigns): PageRequest | undefined {
  const forms = view.flatMap((page) => page.forms.filter(wantsPassword).map((form) => ({ page, form })));
  const [best] = forms.sort((one, other) => strangeness(one.form, signs) - strangeness(other.form, signs));
  if (best === undefined) return undefined;
  const { page, form } = best;
  const secrets = form.controls.filter(({ kind }) => kind === "password");
  const secret = secrets.find(({ name }) => signs.names.password.includes(name)) ?? secrets[0];
  const who = userField(form, secret, signs);
  const typed = new Map<Control, string>();
  if (secret) typed.set(secret, password);
  if (who) typed.set(who, user);
  const buttons = form.controls.filter((control) => isButton(control) && !signs.press.register(control.label));
  const button = buttons.find(({ label }) => signs.press.login(label)) ?? buttons[0];
  const ticked = form.controls.filter((control) => control.kind === "checkbox" && signs.press.accept(control.label));
  return submitForm(form, page.charset, { typed, button, ticked });
}

/** Types the serial number where one is asked for: beside a word for it, or into the only field there is. */
export function serialMove(view: View, { serial }: Answers, signs: PageSigns): PageRequest | undefined {
  const candidates = view.flatMap((page) =>
    formsWithoutPassword(page).flatMap((form) => {
      const [field] = serialFields(form, signs);
      return field ? [{ page, form, field }] : [];
    }),
  );
  const best =
    candidates.find(({ field }) => isSerialField(field, signs)) ??
    (candidates.length === 1 ? candidates[0] : undefined);
  if (best === undefined) return undefined;
  const { page, form, field } = best;
  const filling: Filling = { typed: new Map([[field, serial]]), button: submitButton(form, signs) };
  return submitForm(form, page.charset, filling);
}

/** Presses what downloads; `sure` when it plainly is about this box or a license. */
export function downloadMove(
  view: View,
  { serial }: Answers,
  signs: PageSigns,
): { request: PageRequest; sure: boolean } | undefined {
  const { download, never, document } = signs.press;
  const wanted = (label: string) => download(label) && !never(label) && !document(label);
  const found = view.flatMap((page) => [
    ...formsWithoutPassword(page)
      .filter((form) => serialFields(form, signs).length === 0)
      .flatMap((form) => {
        const button = form.controls.find((control) => isButton(control) && wanted(control.label));
        return button ? [{ request: submitForm(form, page.charset, { button }), sureness: 2 }] : [];
      }),
    ...page.links
      .filter(({ text }) => wanted(text))
      .map(({ url, text }) => ({
        request: { method: "GET", url } as const,
        sureness: surenessOf(`${text} ${decoded(url)}`, serial),
      })),
  ]);
  const [best] = found.sort((one, other) => other.sureness - one.sureness);
  return best && { request: best.request, sure: best.sureness > 0 };
}

/** Whether a person would have to log in here. */
export function asksForPassword(view: View): boolean {
  return view.some((page) => page.forms.some(wantsPassword));
}

function surenessOf(text: string, serial: SerialNumber): number {
  const digits = serial.replaceAll("-", "");
  if (text.toLowerCase().replace(/[-:.]/g, "").includes(digits)) return 3;
  return /licen|lizenz/i.test(text) ? 1 : 0;
}

function decoded(url: URL): string {
  try {
    return decodeURIComponent(url.href);
  } catch {
    return url.href;
  }
}

function formsWithoutPassword(page: Page): PageForm[] {
  return page.forms.filter((form) => !wantsPassword(form));
}

function wantsPassword(form: PageForm): boolean {
  return form.controls.some(({ kind }) => kind === "password");
}

function isButton({ kind }: Control): boolean {
  return kind === "submit" || kind === "image";
}

function isTick({ kind }: Control): boolean {
  return kind === "checkbox" || kind === "radio";
}

/** The fields that a serial number could be typed into, the likeliest first. */
function serialFields(form: PageForm, signs: PageSigns): Control[] {
  const fields = form.controls.filter(({ kind, editable }) => kind === "text" && editable);
  const named = fields.filter((field) => isSerialField(field, signs));
  if (named.length > 0) return named;
  return fields.length === 1
    ? fields.filter(({ name, label }) => !signs.fields.user(`${name} ${label.slice(-30)}`))
    : [];
}

function isSerialField({ name, label }: Control, signs: PageSigns): boolean {
  return signs.names.serial.includes(name) || signs.fields.serial(name) || signs.fields.serial(label);
}

/** The field for the user: by its name, else the one right before the password. */
function userField(form: PageForm, secret: Control | undefined, signs: PageSigns): Control | undefined {
  const fields = form.controls.filter(({ kind, editable }) => kind === "text" && editable);
  const before = form.controls
    .slice(0, secret ? form.controls.indexOf(secret) : 0)
    .filter((one) => fields.includes(one));
  return (
    fields.find(({ name }) => signs.names.user.includes(name)) ??
    fields.find(({ name }) => /e-?mail/i.test(name)) ??
    before.findLast(({ name, label }) => signs.fields.user(name) || signs.fields.user(label)) ??
    before.at(-1) ??
    fields[0]
  );
}

/** A form that registers has a button that says so, two passwords, or more fields than a login needs. */
function strangeness(form: PageForm, signs: PageSigns): number {
  const buttons = form.controls.filter(isButton);
  const registers =
    buttons.some(({ label }) => signs.press.register(label)) && !buttons.some(({ label }) => signs.press.login(label));
  const passwords = form.controls.filter(({ kind }) => kind === "password").length;
  const texts = form.controls.filter(({ kind }) => kind === "text").length;
  return (registers ? 100 : 0) + (passwords - 1) * 10 + texts;
}

/** The button to press where it does not matter what it says, as long as it does not turn back. */
function submitButton(form: PageForm, signs: PageSigns): Control | undefined {
  const buttons = form.controls.filter((control) => isButton(control) && !signs.press.never(control.label));
  return buttons.find(({ label }) => signs.press.download(label) || signs.press.confirm(label)) ?? buttons[0];
}
