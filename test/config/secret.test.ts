import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { readSecret } from "../../src/config/secret.ts";
import { asUnprivileged, openFolder } from "../as-unprivileged.ts";

async function secretFile(t: Test, content: string | Uint8Array, mode = 0o600): Promise<string> {
  const file = join(t.testdir(), "secret");
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

function setEnvironment(t: Test, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  t.teardown(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

t.test("of a secret file only the line end at the end is stripped", async (t) => {
  const contents = {
    "geheim\n": "geheim",
    "geheim\r\n": "geheim",
    geheim: "geheim",
    " ge:heim \t\n": " ge:heim \t",
    "geheim\n\n": "geheim\n",
    "ge\nheim\n": "ge\nheim",
    "M\u00fcller \u20ac\n": "M\u00fcller \u20ac",
  };
  for (const [content, secret] of Object.entries(contents)) {
    t.equal(await readSecret({ file: await secretFile(t, content) }), secret, JSON.stringify(content));
  }
});

t.test("a secret file that is missing or empty is named", async (t) => {
  const missing = join(t.testdir(), "nowhere");
  await t.rejects(readSecret({ file: missing }), {
    code: "bad-configuration",
    message: `secret file ${missing}: there is no such file`,
  });
  for (const content of ["", "\n", "\r\n"]) {
    await t.rejects(readSecret({ file: await secretFile(t, content) }), { message: /is empty/ });
  }
});

t.test("a secret file that others may read is refused, with the command that mends it", async (t) => {
  for (const mode of [0o644, 0o640, 0o604, 0o620, 0o777]) {
    const file = await secretFile(t, "geheim\n", mode);
    const wanted = {
      code: "bad-configuration",
      message: `secret file ${file}: is readable by others; run: chmod 600 ${file}`,
    };
    await t.rejects(readSecret({ file }), wanted, mode.toString(8));
  }
  for (const mode of [0o600, 0o400]) t.equal(await readSecret({ file: await secretFile(t, "geheim", mode) }), "geheim");
});

t.test("a secret file that this user may not read is named", async (t) => {
  const folder = openFolder(t);
  const file = join(folder, "secret");
  await writeFile(file, "geheim", { mode: 0o000 });
  await asUnprivileged(folder, async () => {
    await t.rejects(readSecret({ file }), { message: /this user may not read it/ });
  });
});

t.test("a secret file that is no UTF-8 is refused, before a wrong password goes out", async (t) => {
  const file = await secretFile(t, Buffer.from("M\u00fcller\n", "latin1"));
  await t.rejects(readSecret({ file }), { code: "bad-configuration", message: /is no UTF-8/ });
});

t.test("the mode of a systemd credential does not matter", async (t) => {
  const folder = t.testdir();
  setEnvironment(t, "CREDENTIALS_DIRECTORY", join(folder, "inside"));
  for (const name of ["inside", "inside-not"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "secret"), "geheim\n", { mode: 0o644 });
  }
  t.equal(await readSecret({ file: join(folder, "inside", "secret") }), "geheim");
  await t.rejects(readSecret({ file: join(folder, "inside-not", "secret") }), { message: /readable by others/ });
});

t.test("a secret from the environment is taken as it stands; one that is not set is named", async (t) => {
  setEnvironment(t, "VARSYNC_TEST_SECRET", " geheim\n");
  t.equal(await readSecret({ env: "VARSYNC_TEST_SECRET" }), " geheim\n");
  setEnvironment(t, "VARSYNC_TEST_SECRET", "");
  await t.rejects(readSecret({ env: "VARSYNC_TEST_SECRET" }), {
    code: "bad-configuration",
    message: "the environment variable VARSYNC_TEST_SECRET is not set",
  });
});

t.test("as a service a secret comes from systemd, under the name of its file; by hand from the file", async (t) => {
  const file = await secretFile(t, "from the file\n");
  t.equal(await readSecret({ file }), "from the file");
  const credentials = t.testdir({ secret_secret: "from systemd\n" });
  setEnvironment(t, "CREDENTIALS_DIRECTORY", credentials);
  t.equal(await readSecret({ file }), "from systemd");
  t.match(await readSecret({ file: join(credentials, "secret_secret") }), "from systemd");
});
