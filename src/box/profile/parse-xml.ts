import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element: attributes under `@name`, children under their names, several of one name as a list. */
export type XmlElement = Readonly<Record<string, unknown>>;

const deepest = 8;
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
});

/** The first element of that name in a small document, wherever it stands; `undefined` in what is no XML. */
export function findXmlElement(document: string, name: string): XmlElement | undefined {
  try {
    return find(parser.parse(document), name, deepest);
  } catch {
    return undefined;
  }
}

/** The outermost element of a whole document, if it has that name: of one that was cut off nothing is believed. */
export function rootElement(document: string, name: string): XmlElement | undefined {
  if (XMLValidator.validate(document) !== true) return undefined;
  const root: unknown = parser.parse(document)[name];
  return isElement(root) ? root : undefined;
}

/** All elements of that name below another one. */
export function findXmlElements(node: XmlElement, name: string, depth: number = deepest): XmlElement[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const children: unknown[] = key.startsWith("@") ? [] : [value].flat();
    return children.flatMap((child) => {
      const element = isElement(child) ? child : {};
      const below = depth === 0 ? [] : findXmlElements(element, name, depth - 1);
      return key === name ? [element, ...below] : below;
    });
  });
}

/** An attribute's text; empty where there is none. */
export function attribute(element: XmlElement, name: string): string {
  const value = element[`@${name}`];
  return typeof value === "string" ? value.replace(numericEntity, decodeEntity) : "";
}

/** `&#38;` and `&#xFC;`, which the parser leaves as they are. */
const numericEntity = /&#(?:(\d{1,7})|x([0-9a-f]{1,6}));/gi;

function decodeEntity(entity: string, decimal: string | undefined, hex: string | undefined): string {
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
}

function find(node: unknown, name: string, depth: number): XmlElement | undefined {
  if (!isElement(node) || depth === 0) return undefined;
  for (const [key, value] of Object.entries(node)) {
    const children: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) {
      if (key === name && isElement(child)) return child;
      const found = find(child, name, depth - 1);
      if (found) return found;
    }
  }
  return undefined;
}

function isElement(node: unknown): node is XmlElement {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}
