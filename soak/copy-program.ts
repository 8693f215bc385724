import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const parts = ["bin", "dist", "device-profiles", "vendor-site", "package.json"];

/** Copies the program as it was built, so that a soak goes on with it whatever is built meanwhile. Answers the executable. */
export async function copyProgram(folder: string): Promise<string> {
  for (const part of parts) await cp(join(project, part), join(folder, "program", part), { recursive: true });
  await symlink(join(project, "node_modules"), join(folder, "program", "node_modules"));
  return join(folder, "program", "bin", "varsync");
}
