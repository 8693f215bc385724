import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LicenseAnswer, readLicenseAnswer } from "../../../license/air-gap/license-answer.ts";
import {
  type LicenseRequest,
  readLicenseRequest,
  writeLicenseRequest,
} from "../../../license/air-gap/license-request.ts";
import { LicenseError } from "../../../license/license-error.ts";

/** Requests that this site made and answers that it took, in a folder of the state; what carries keys is this user's. */
export interface AnswerStore {
  keepRequest(request: LicenseRequest): Promise<void>;
  /**
   * Takes a signed answer. Taking it again does no harm.
   * @throws LicenseError `bad-file` when it was changed, is too old, answers nothing that this site asked, has keys for
   * other boxes, or comes from another pool than the answers before
   */
  take(content: string, file: string, at: { readonly site: string; readonly now: Date }): Promise<TakenAnswer>;
  /** All that were taken. @throws LicenseError for one that was changed since */
  taken(): Promise<readonly LicenseAnswer[]>;
}

export interface TakenAnswer {
  readonly answer: LicenseAnswer;
  /** SHA-like name of the signer, to be compared once by a person. */
  readonly publicKey: string;
  /** Whether it is the first answer ever: from now on only this signer's are taken. */
  readonly first: boolean;
}

export function answerStore(stateDir: string): AnswerStore {
  const folder = join(stateDir, "answers");
  const make = () => mkdir(folder, { recursive: true, mode: 0o700 });
  const signerFile = join(folder, "signer");
  return {
    async keepRequest(request) {
      await make();
      await writeFile(join(folder, `${request.id}.request`), writeLicenseRequest(request), { mode: 0o600 });
    },
    async take(content, file, { site, now }) {
      const { answer, publicKey } = readLicenseAnswer(content, file);
      const wrong = (what: string) => new LicenseError("bad-file", `${file} is not taken: ${what}`);
      if (answer.site !== site) throw wrong(`it is for the site ${answer.site}, and this is ${site}`);
      if (answer.expiresAt <= now.toISOString())
        throw wrong(`it was good until ${answer.expiresAt}; ask for a new one`);
      const asked = await readIfAny(join(folder, `${answer.requestId}.request`));
      if (asked === undefined) throw wrong("this site never made the request that it answers");
      const { boxes } = readLicenseRequest(asked, `${answer.requestId}.request`);
      const foreign = answer.licenseKeys.find(({ serial }) => !boxes.includes(serial));
      if (foreign) throw wrong(`it has a key for ${foreign.serial}, which the request does not name`);
      const signer = (await readIfAny(signerFile))?.trim();
      if (signer !== undefined && signer !== publicKey) {
        throw wrong(`it is signed by another pool than the answers before; if that is right, remove ${signerFile}`);
      }
      await writeFile(join(folder, `${answer.requestId}.answer`), content, { mode: 0o600 });
      if (signer === undefined) await writeFile(signerFile, `${publicKey}\n`, { mode: 0o600 });
      return { answer, publicKey, first: signer === undefined };
    },
    async taken() {
      const names = await readdir(folder).catch(() => []);
      const answers = names.filter((name) => name.endsWith(".answer")).sort();
      return Promise.all(
        answers.map(async (name) => readLicenseAnswer(await readFile(join(folder, name), "utf8"), name).answer),
      );
    },
  };
}

async function readIfAny(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
