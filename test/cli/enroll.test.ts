import t from "tap";
import { brief, startVarsync } from "./run-varsync.ts";
import { startSite } from "./site-fixture.ts";

const network = "127.81.8";
t.jobs = 4;

t.test("a box that nobody vouched for gets no password; enrolled, it is read", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, listed: false });
  const before = await site.run("inspect", site.box.address);
  t.equal(before.code, 0);
  t.match(before.document, { boxes: [{ serial: site.box.serial, product: "IP400", enrolled: false, licenses: [] }] });
  t.equal(site.box.box.reads, 0);
  for (const command of ["verify", "plan"]) {
    const { code, document, results } = await site.run(command, site.box.address);
    t.equal(code, 1);
    const [error] = command === "plan" ? [document] : results;
    t.match(JSON.stringify(error), /not-enrolled/);
  }
  const { code, document } = await site.run("enroll", site.box.address, "--yes");
  t.equal(code, 0);
  t.match(document, { enrolled: [{ serial: site.box.serial, address: site.box.address }] });
  t.same((await site.run("verify", site.box.serial)).results.map(brief), ["in-step unknown"]);
  t.equal(site.box.box.reads, 1);
});

t.test("a serial number that stands only under credentials enrolls nothing", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, listed: false });
  const credentials = [{ match: { serial: site.box.serial }, user: "admin", passwordFile: "./box.password" }];
  await site.configure({ credentials });
  t.match((await site.run("verify", site.box.address)).results, [{ error: { code: "not-enrolled" } }]);
  t.equal(site.box.box.reads, 0);
});

t.test("enroll shows serial number and address, and asks; no is no", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 2, boxes: 2, listed: false });
  const words = ["enroll", "--json", "--config", site.configFile];
  const said = await startVarsync(words, site.folder, "n\nn\n").ended;
  t.equal(said.code, 1);
  t.match(said.document, { error: { code: "declined" } });
  t.match(said.stderr, new RegExp(`${site.box.address} says its serial number is ${site.box.serial}`));
  const yes = await startVarsync(words, site.folder, "n\ny\n").ended;
  t.equal(yes.code, 0);
  t.match(yes.document, { enrolled: [{ serial: site.boxes[1]?.serial }] });
  t.same(
    (await site.run("verify")).results.map(({ serial }) => serial),
    [site.boxes[1]?.serial],
  );
});

t.test("--yes without a target enrolls nobody", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 3, listed: false });
  t.equal((await site.run("enroll", "--yes")).code, 5);
});

t.test("a forgotten box gets no password any more", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 4, listed: false });
  await site.run("enroll", site.box.serial, "--yes");
  t.equal((await site.run("verify", site.box.serial)).code, 0);
  t.match((await site.run("forget", site.box.serial)).document, { forgotten: site.box.serial, known: true });
  t.equal((await site.run("verify", site.box.address)).code, 1);
  t.equal(site.box.box.reads, 1);
});

t.test("a box that nobody knows is told in the same words by every command", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 5 });
  const stranger = "00-90-33-77-77-77";
  const words = `no box ${stranger} is known here; varsync discover shows the boxes that are there, varsync enroll vouches for one`;
  for (const command of ["plan", "apply", "verify", "inspect", "enroll", "history", "release"]) {
    const said = await site.run(command, stranger);
    t.equal(said.code, 1, command);
    t.match(said.stdout, `"code": "unknown-box"`, command);
    t.match(said.stdout, words, command);
  }
  t.match((await site.run("history", "127.81.8.200")).document, {
    error: { code: "unknown-box", message: /^no box at 127\.81\.8\.200 is known here; varsync discover shows/ },
  });
  const forgotten = await site.start(["forget", stranger]).ended;
  t.match(forgotten, { code: 0, stdout: `Nothing to forget: ${words}.\n` });
});

t.test("what a box that is known has no entry of is no error", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 6 });
  t.match(await site.run("history", site.box.serial), { code: 0, document: { entries: [] } });
  t.match(await site.run("history", site.box.address), { code: 0, document: { entries: [] } }, "it is listed");
  await site.run("apply", "--all", "--yes");
  await site.run("forget", site.box.serial);
  await site.configure({ boxes: {} });
  t.match(await site.run("history", site.box.serial, "--since", "2100-01-01"), { code: 0, document: { entries: [] } });
  t.equal((await site.run("release", site.box.serial)).code, 1);
});
