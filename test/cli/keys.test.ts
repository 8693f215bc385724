import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { signingKey } from "../../src/cli/signing-key.ts";
import { publicKeyText, readLicenseAnswer, writeLicenseAnswer } from "../../src/license/air-gap/license-answer.ts";
import { licensesOn, startSite } from "./site-fixture.ts";

const network = "127.81.90";

t.test("a site without a way to its pool asks by file, and is provisioned from the signed answer", async (t) => {
  const site = await startSite(t, { network, boxes: 2, licenses: { "PBX-Registrations": 37 } });
  const file = (name: string) => join(site.folder, name);
  const pool = { database: "./pool.db" };
  await site.configure({ pool: undefined, keys: undefined });
  const asked = await site.run("keys", "request", "--out", file("request.json"));
  t.equal(asked.code, 0, asked.stderr);
  t.match(asked.document, { requests: site.boxes.map(() => ({ type: "PBX-Registrations", count: 37, total: 37 })) });
  t.equal((await site.run("keys", "request", "--out", file("request.json"))).code, 1, "never overwritten");

  await site.configure({ pool });
  const answer = () => site.run("pool", "answer", file("request.json"), "--out", file("answer"), "--yes");
  const answered = await answer();
  t.equal(answered.code, 0, answered.stderr);
  t.equal((answered.document as { licenseKeys: unknown[] }).licenseKeys.length, 2);
  t.same((await answer()).document, answered.document, "answered twice: the same keys, paid once");
  t.match(await site.balance(), { "PBX-Registrations": "100/74/26" });

  await site.configure({ pool: undefined });
  t.match(await site.run("keys", "import", file("answer")), { code: 0, document: { imported: [{ count: 37 }, {}] } });
  t.equal((await site.run("keys", "import", file("answer"))).code, 0, "twice does no harm");
  t.match(await site.run("apply", "--all", "--yes"), { code: 0 });
  for (const box of site.boxes) t.same(licensesOn(box), ["Registrations=37"]);
  t.match(await site.run("keys", "request", "--out", file("second.json")), { code: 0, document: { requests: [] } });
});

t.test("an answer that was changed, is too old, or is somebody else's, is refused", async (t) => {
  const site = await startSite(t, { network, block: 1, licenses: { "PBX-Registrations": 5 } });
  const file = (name: string) => join(site.folder, name);
  await site.run("keys", "request", "--out", file("request.json"));
  await site.run("pool", "answer", file("request.json"), "--out", file("answer"), "--yes");
  const whole = await readFile(file("answer"));
  const refused = async (content: Buffer | string, why: RegExp, of = site) => {
    await writeFile(file("changed"), content);
    const ran = await of.run("keys", "import", file("changed"));
    t.equal(ran.code, 1);
    t.match(ran.document, { error: { code: "bad-file", message: why } });
  };
  const changed = Buffer.from(whole);
  changed.writeUInt8(changed.readUInt8(changed.length - 40) ^ 1, changed.length - 40);
  await refused(changed, /changed after it was signed/);
  const { answer } = readLicenseAnswer(whole.toString(), "answer");
  const key = await signingKey(join(site.folder, "state"));
  await refused(writeLicenseAnswer({ ...answer, expiresAt: "2020-01-01T00:00:00.000Z" }, key), /was good until 2020/);
  await refused(writeLicenseAnswer({ ...answer, site: "another" }, key), /for the site another/);
  await refused(
    writeLicenseAnswer({ ...answer, requestId: "3e4f1f3e-6a7e-4c55-8d3b-0b8f6d1c2a3b" }, key),
    /never made the request/,
  );
  t.equal((await site.run("keys", "import", file("answer"))).code, 0);
  const stranger = await signingKey(file("elsewhere"));
  t.not(publicKeyText(stranger), publicKeyText(key));
  await refused(writeLicenseAnswer(answer, stranger), /signed by another pool/);
});
