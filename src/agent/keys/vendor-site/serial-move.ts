import type { Answers } from "./answers.ts";
import { formsWithoutPassword, submitButton, textFields } from "./form-parts.ts";
import type { Control, PageForm, PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { type Filling, submitForm } from "./submit-form.ts";

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

/** The fields that a serial number could be typed into, the likeliest first. */
export function serialFields(form: PageForm, signs: PageSigns): Control[] {
  const fields = textFields(form);
  const named = fields.filter((field) => isSerialField(field, signs));
  if (named.length > 0) return named;
  return fields.length === 1
    ? fields.filter(({ name, label }) => !signs.fields.user(`${name} ${label.slice(-30)}`))
    : [];
}

function isSerialField({ name, label }: Control, signs: PageSigns): boolean {
  return signs.names.serial.includes(name) || signs.fields.serial(name) || signs.fields.serial(label);
}
