import type { SerialNumber } from "../../../license/serial-number.ts";
import type { Answers } from "./answers.ts";
import { formsWithoutPassword, isButton } from "./form-parts.ts";
import type { PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { serialFields } from "./serial-move.ts";
import { isSameSite } from "./site-browser.ts";
import { submitForm } from "./submit-form.ts";

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
      .filter(({ text, url }) => wanted(text) && isSameSite(page.url, url))
      .map(({ url, text }) => ({
        request: { method: "GET", url } as const,
        sureness: surenessOf(`${text} ${decoded(url)}`, serial, signs),
      })),
  ]);
  const [best] = found.sort((one, other) => other.sureness - one.sureness);
  return best && { request: best.request, sure: best.sureness > 0 };
}

function surenessOf(text: string, serial: SerialNumber, signs: PageSigns): number {
  const digits = serial.replaceAll("-", "");
  if (text.toLowerCase().replace(/[-:.]/g, "").includes(digits)) return 3;
  return signs.press.license(text) ? 1 : 0;
}

function decoded(url: URL): string {
  try {
    return decodeURIComponent(url.href);
  } catch {
    return url.href;
  }
}
