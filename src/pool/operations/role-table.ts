import { type Role, roles } from "../access/role.ts";
import type { AnyOperation } from "./operation.ts";

/** Who may do what, as a table in Markdown: one operation a line. */
export function roleTable(operations: readonly AnyOperation[]): string {
  const named = roles.filter((role) => role !== "anyone");
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = operations.map(({ summary, method, path, may }) =>
    line([summary, `\`${method} ${path}\``, ...named.map((role) => (mayDo(may, role) ? "yes" : ""))]),
  );
  return [
    line(["what", "route below `/api/v1`", ...named]),
    line(["---", "---", ...named.map(() => ":-:")]),
    ...rows,
  ].join("\n");
}

/** Whether somebody with this role passes the door of an operation. */
export function mayDo(may: readonly Role[], role: Role): boolean {
  return may.includes("anyone") || may.includes(role);
}
