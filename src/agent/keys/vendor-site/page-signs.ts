import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readCheckedYaml } from "../../../checked-yaml/read-checked-yaml.ts";

const mark = z.enum(["D", "C", "I", "P"]).describe("documented, seen in code or a capture, inferred, convention");
const selector = z.strictObject({ css: z.string().min(1).max(400), mark });
const pattern = z.string().min(1).max(400).refine(isPattern, "not a regular expression that can be used");
const patterns = z.array(z.strictObject({ pattern, mark })).min(1);
const names = z.array(z.strictObject({ name: z.string().min(1), mark }));

/** The schema of the file that says how the pages of the vendor's site are told apart. */
const pageSignsSchema = z.strictObject({
  select: z.strictObject({
    form: selector,
    password: selector,
    text: selector,
    submit: selector,
    link: selector,
    frame: selector,
  }),
  names: z.strictObject({ user: names, password: names, serial: names }),
  fields: z.strictObject({ user: patterns, email: patterns, serial: patterns }),
  press: z.strictObject({
    accept: patterns,
    never: patterns,
    document: patterns,
    license: patterns,
    login: patterns,
    register: patterns,
    confirm: patterns,
    goOn: patterns,
    download: patterns,
    start: patterns,
    back: patterns,
    logout: patterns,
  }),
  says: z.strictObject({ loginRefused: patterns, otherAccount: patterns, serialUnknown: patterns }),
});

type SignsFile = z.infer<typeof pageSignsSchema>;
type Says<T> = { readonly [Key in keyof T]: (text: string) => boolean };

/** How the pages of the vendor's site are told apart: all that is known of them, from a file. */
export interface PageSigns {
  readonly select: { readonly [Key in keyof SignsFile["select"]]: string };
  readonly names: { readonly [Key in keyof SignsFile["names"]]: readonly string[] };
  readonly fields: Says<SignsFile["fields"]>;
  readonly press: Says<SignsFile["press"]>;
  readonly says: Says<SignsFile["says"]>;
}

/** The file that comes with varsync. */
const builtInSigns = fileURLToPath(new URL("../../../../vendor-site/pages.yaml", import.meta.url));

/**
 * Reads the signs of the vendor's pages.
 * @param file the operator's own copy, instead of the one that comes with varsync
 * @throws CheckedYamlError with every mistake by line and field
 */
export async function loadPageSigns(file: string = builtInSigns): Promise<PageSigns> {
  const { data } = await readCheckedYaml(file, pageSignsSchema);
  const { select, names: exact } = data;
  return {
    select: {
      form: select.form.css,
      password: select.password.css,
      text: select.text.css,
      submit: select.submit.css,
      link: select.link.css,
      frame: select.frame.css,
    },
    names: { user: namesOf(exact.user), password: namesOf(exact.password), serial: namesOf(exact.serial) },
    fields: { user: matcher(data.fields.user), email: matcher(data.fields.email), serial: matcher(data.fields.serial) },
    press: {
      accept: matcher(data.press.accept),
      never: matcher(data.press.never),
      document: matcher(data.press.document),
      license: matcher(data.press.license),
      login: matcher(data.press.login),
      register: matcher(data.press.register),
      confirm: matcher(data.press.confirm),
      goOn: matcher(data.press.goOn),
      download: matcher(data.press.download),
      start: matcher(data.press.start),
      back: matcher(data.press.back),
      logout: matcher(data.press.logout),
    },
    says: {
      loginRefused: matcher(data.says.loginRefused),
      otherAccount: matcher(data.says.otherAccount),
      serialUnknown: matcher(data.says.serialUnknown),
    },
  };
}

function namesOf(list: readonly { readonly name: string }[]): string[] {
  return list.map(({ name }) => name);
}

function matcher(list: readonly { readonly pattern: string }[]): (text: string) => boolean {
  const all = list.map((one) => new RegExp(one.pattern, "i"));
  return (text) => all.some((one) => one.test(text));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "i") !== undefined;
  } catch {
    return false;
  }
}
