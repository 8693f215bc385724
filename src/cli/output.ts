import { once } from "node:events";
import { styleText } from "node:util";

/** A column: its heading, and whether its cells are numbers. */
export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right";
}

/** What goes to stdout. */
export interface Output {
  /** The one JSON document of `--json`. */
  document(value: unknown): void;
  /** The same with one list in it, which need not be in memory at once. */
  documentOf(name: string, items: AsyncIterable<unknown>): Promise<void>;
  text(text: string): void;
  /** Exactly these characters or bytes. */
  raw(content: string | Uint8Array): void;
  /** A cell of several lines is a list of them. */
  table(columns: readonly Column[], rows: readonly (readonly (string | readonly string[])[])[]): Promise<void>;
  /** Colour, in a terminal and unless NO_COLOR says not to. */
  style(format: Style, text: string): string;
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export function createOutput(stream: NodeJS.WriteStream): Output {
  const style = (format: Style, text: string) => styleText(format, text, { stream });
  return {
    style,
    document(value) {
      stream.write(`${JSON.stringify(value, undefined, 2)}\n`);
    },
    async documentOf(name, items) {
      let before = `{\n  ${JSON.stringify(name)}: [`;
      for await (const item of items) {
        const taken = stream.write(`${before}\n    ${JSON.stringify(item)}`);
        before = ",";
        if (!taken) await once(stream, "drain");
      }
      stream.write(before === "," ? "\n  ]\n}\n" : `${before}]\n}\n`);
    },
    raw(content) {
      stream.write(content);
    },
    text(text) {
      stream.write(`${text}\n`);
    },
    async table(columns, rows) {
      const { default: Table } = await import("cli-table3");
      const table = new Table({
        head: columns.map(({ heading }) => style("bold", heading)),
        colAligns: columns.map(({ align }) => align ?? "left"),
        style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
        chars: emptyChars,
      });
      table.push(
        ...rows.map((row) =>
          row.map((cell) => (typeof cell === "string" ? inOneLine(cell) : cell.map(inOneLine).join("\n"))),
        ),
      );
      stream.write(`${table.toString().replace(/[ \t]+$/gm, "")}\n`);
    },
  };
}

/** A line end in a name must not make up rows of a table. */
function inOneLine(text: string): string {
  return printable(text).replace(/\n/g, "\ufffd");
}

/** Names and texts come from boxes and files: control characters, but for line ends and our own colours, must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[(?:[12]|22|3[12369])m)/g, "\ufffd");
}

const edges = ["top", "bottom", "left", "right", "mid"].flatMap((edge) => [
  edge,
  `${edge}-mid`,
  `${edge}-left`,
  `${edge}-right`,
]);
const emptyChars = Object.fromEntries([...edges, "middle", "mid-mid"].map((name) => [name, ""]));
