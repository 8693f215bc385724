import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { collapse } from "./collapse.ts";
import type { Control } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";

/** Text beside a control further away than this belongs to something else. */
const labelLength = 120;

/** A control, and the text from the one before it and to the one after it. */
export interface FoundControl {
  readonly element: Element;
  before: string;
  after: string;
}

/** Reads a control; `undefined` for one that sends nothing. */
export function readControl(
  $: CheerioAPI,
  { element, before, after }: FoundControl,
  signs: PageSigns,
): Control | undefined {
  const of = $(element);
  const attribute = (name: string) => of.attr(name) ?? "";
  if (of.is("[disabled]")) return undefined;
  const kind = kindOf($, element, signs);
  if (kind === undefined) return undefined;
  const own = [attribute("title"), attribute("placeholder"), attribute("alt"), attribute("aria-label")];
  const id = attribute("id");
  const labelled =
    id === ""
      ? ""
      : $("label[for]")
          .toArray()
          .filter((label) => $(label).attr("for") === id)
          .map((label) => $(label).text())
          .join(" ");
  const beside = {
    submit: [attribute("value"), element.name === "button" ? of.text() : "", ...own],
    tick: [...own, labelled, collapse(after).slice(0, labelLength), attribute("value")],
    field: [...own, labelled, collapse(before).slice(-labelLength)],
  };
  const ticks = kind === "checkbox" || kind === "radio";
  const pressed = kind === "submit" || kind === "image";
  return {
    kind,
    name: attribute("name"),
    value: contentOf($, element, ticks),
    checked: of.is("[checked]"),
    editable: (kind === "text" || kind === "password") && !of.is("[readonly]"),
    label: collapse((pressed ? beside.submit : ticks ? beside.tick : beside.field).join(" ")),
  };
}

function kindOf($: CheerioAPI, element: Element, signs: PageSigns): Control["kind"] | undefined {
  const of = $(element);
  const type = (of.attr("type") ?? "").trim().toLowerCase();
  if (of.is(signs.select.password)) return "password";
  if (of.is(signs.select.submit)) return type === "image" ? "image" : "submit";
  if (element.name === "select") return "select";
  if (element.name === "textarea" || type === "hidden") return "hidden";
  if (type === "checkbox" || type === "radio") return type;
  return of.is(signs.select.text) ? "text" : undefined;
}

function contentOf($: CheerioAPI, element: Element, ticks: boolean): string {
  const of = $(element);
  if (element.name === "textarea") return of.text();
  if (element.name !== "select") return of.attr("value") ?? (ticks ? "on" : "");
  const options = of.find("option").toArray();
  const chosen = options.find((option) => $(option).is("[selected]")) ?? options[0];
  return chosen === undefined ? "" : ($(chosen).attr("value") ?? collapse($(chosen).text()));
}
