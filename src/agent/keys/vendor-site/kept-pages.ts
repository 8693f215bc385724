import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SiteAnswer } from "./site-browser.ts";

/** Keeps pages that nobody knew, for a person to look at. Answers the file. */
export type KeepPage = (answer: SiteAnswer, secrets: readonly string[]) => Promise<string>;

/** More than this tells nothing new. */
const mostPages = 10;

/** Keeps the last pages in the folder, readable by their owner only, without the password. */
export function keptPages(folder: string, now: () => Date): KeepPage {
  return async ({ bytes, type }, secrets) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const ending = type.includes("html") ? "html" : type.startsWith("text/") || type === "" ? "txt" : "bin";
    const file = join(folder, `${now().toISOString().replaceAll(":", "-")}.${ending}`);
    await writeFile(file, scrub(bytes, secrets), { mode: 0o600 });
    const names = (await readdir(folder)).sort();
    await Promise.all(names.slice(0, -mostPages).map((name) => rm(join(folder, name), { force: true })));
    return file;
  };
}

/** However the page may show what was typed into it: as it is, as HTML, or as part of an address. */
function scrub(bytes: Buffer, secrets: readonly string[]): Buffer {
  let text = bytes.toString("latin1");
  for (const secret of secrets.filter((one) => one !== "")) {
    const shown = [
      secret,
      asHtml(secret),
      encodeURIComponent(secret),
      new URLSearchParams({ s: secret }).toString().slice(2),
    ];
    const forms = shown.flatMap((one) => [
      Buffer.from(one, "utf8").toString("latin1"),
      Buffer.from(one, "latin1").toString("latin1"),
    ]);
    for (const form of new Set(forms)) text = text.replaceAll(form, "***");
  }
  return Buffer.from(text, "latin1");
}

function asHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
