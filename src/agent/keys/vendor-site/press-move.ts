import type { Answers } from "./answers.ts";
import { formsWithoutPassword, isButton, isTick, submitButton } from "./form-parts.ts";
import type { PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { serialFields } from "./serial-move.ts";
import { isSameSite } from "./site-browser.ts";
import { submitForm } from "./submit-form.ts";

/** A longer one is a sentence, in which "not" may stand for anything. */
const shortLabel = 60;

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
    const link = page.links.find(({ text, url }) => wanted(text) && isSameSite(page.url, url));
    if (link) return { method: "GET", url: link.url };
  }
  return undefined;
}

/** The same for what leads back or out, which is never pressed on the way forward. */
export function leaveMove(view: View, says: (label: string) => boolean, signs: PageSigns): PageRequest | undefined {
  return pressMove(view, says, { ...signs, press: { ...signs.press, never: () => false } });
}
