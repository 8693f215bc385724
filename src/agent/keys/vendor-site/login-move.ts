import type { Answers } from "./answers.ts";
import { isButton, textFields, wantsPassword } from "./form-parts.ts";
import type { Control, PageForm, PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { submitForm } from "./submit-form.ts";

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

/** Whether a person would have to log in here. */
export function asksForPassword(view: View): boolean {
  return view.some((page) => page.forms.some(wantsPassword));
}

/** The field for the user: by its name, else the one right before the password. */
function userField(form: PageForm, secret: Control | undefined, signs: PageSigns): Control | undefined {
  const fields = textFields(form);
  const before = form.controls
    .slice(0, secret ? form.controls.indexOf(secret) : 0)
    .filter((one) => fields.includes(one));
  return (
    fields.find(({ name }) => signs.names.user.includes(name)) ??
    fields.find(({ name }) => signs.fields.email(name)) ??
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
