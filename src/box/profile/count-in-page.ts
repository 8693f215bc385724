import { byteText, readable } from "../../license/byte-text.ts";
import type { PageReading } from "./count-reading.ts";
import { attribute, findXmlElements, rootElement, type XmlElement } from "./parse-xml.ts";

/** The number that a page tells; `undefined` when it is not the page that the profile means: that is never 0. */
export function countInPage(reading: PageReading, body: Buffer): number | undefined {
  const root = rootElement(readable(byteText(body)), reading.root);
  if (root === undefined || attribute(root, "error") !== "") return undefined;
  const meant = findXmlElements(root, reading.element).filter((element) => isMeant(reading, element));
  const { sum } = reading;
  if (sum === undefined) return meant.length;
  const numbers = meant.map((element) => wholeNumber(attribute(element, sum)));
  if (numbers.length === 0 || numbers.includes(undefined)) return undefined;
  return numbers.reduce<number>((all, number) => all + (number ?? 0), 0);
}

function isMeant({ only = {}, except = {} }: PageReading, element: XmlElement): boolean {
  const has = ([name, value]: [string, string]) => attribute(element, name) === value;
  return Object.entries(only).every(has) && !Object.entries(except).some(has);
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
