import { execFileSync } from "node:child_process";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
const parts = ["bin", "src", "device-profiles", "package.json", "tsconfig.json", "tsconfig.build.json"];

/** A fresh copy of the project, built as it is shipped. */
export async function copyWithBuild(): Promise<AsyncDisposable & { readonly varsync: string }> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  for (const part of parts) await cp(join(project, part), join(folder.path, part), { recursive: true });
  await symlink(join(project, "node_modules"), join(folder.path, "node_modules"));
  execFileSync(join(project, "node_modules", ".bin", "tsc"), ["-p", "tsconfig.build.json"], { cwd: folder.path });
  const all = stack.move();
  return { varsync: join(folder.path, "bin", "varsync"), [Symbol.asyncDispose]: () => all.disposeAsync() };
}
