import type { Control, Page, PageForm } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";

export function formsWithoutPassword(page: Page): PageForm[] {
  return page.forms.filter((form) => !wantsPassword(form));
}

export function wantsPassword(form: PageForm): boolean {
  return form.controls.some(({ kind }) => kind === "password");
}

export function isButton({ kind }: Control): boolean {
  return kind === "submit" || kind === "image";
}

export function isTick({ kind }: Control): boolean {
  return kind === "checkbox" || kind === "radio";
}

/** Fields that a person could type into. */
export function textFields(form: PageForm): Control[] {
  return form.controls.filter(({ kind, editable }) => kind === "text" && editable);
}

/** The button to press where it does not matter what it says, as long as it does not turn back. */
export function submitButton(form: PageForm, signs: PageSigns): Control | undefined {
  const buttons = form.controls.filter((control) => isButton(control) && !signs.press.never(control.label));
  return buttons.find(({ label }) => signs.press.download(label) || signs.press.confirm(label)) ?? buttons[0];
}
