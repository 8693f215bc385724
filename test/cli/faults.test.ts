import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import { type Fault, faults, isFault } from "../../src/simulator/faults.ts";
import { brief } from "./run-varsync.ts";
import { licensesOn, restOf, type SiteOptions, startSite } from "./site-fixture.ts";

/** What is expected of a box with a fault, that is to get two licenses beside one that it has. */
interface Expected {
  /** Exit code, outcome, effective, error code: of `apply`, of `verify`, and of `apply` again. */
  readonly apply: string;
  readonly verify: string;
  readonly again: string;
  /** What is on the box at the end. */
  readonly licenses: readonly string[];
  readonly spent: boolean;
  readonly restarts: number;
  readonly site?: Partial<SiteOptions>;
}

const before = ["Operators=5"];
const both = ["BRIs=2", "Operators=5", "Registrations=37"];
const served = { licenses: both, spent: true, restarts: 1 };
const untouched = { licenses: before, spent: false, restarts: 0 };
const fine: Expected = { apply: "0 changed yes", verify: "0 in-step yes", again: "0 in-step yes", ...served };
const always = (code: string) => ({ apply: code, verify: code, again: code });

const table: Readonly<Record<Fault, Expected>> = {
  slow: fine,
  "one-byte-at-a-time": fine,
  "does-nothing": {
    apply: "1 failed unknown not-installed",
    verify: "2 differs unknown",
    again: "1 failed unknown not-installed",
    ...untouched,
    spent: true,
  },
  "answers-question-mark": {
    apply: "1 failed unknown refused",
    verify: "2 differs unknown",
    again: "1 failed unknown refused",
    ...untouched,
    spent: true,
  },
  "drops-after-write": fine,
  "wipes-older-line": {
    apply: "1 failed no line-lost",
    verify: "2 differs no",
    again: "1 failed no set-aside",
    ...untouched,
    spent: true,
  },
  // Nothing is deleted here; remove-revoked.test.ts does.
  "refuses-deletion": fine,
  "keeps-deleted": fine,
  "deletes-oldest-only": fine,
  "deletion-takes-others": fine,
  "deletion-returns": fine,
  "locks-after-deletion": fine,
  "endless-answer": { ...always("1 failed unknown too-large"), ...untouched },
  garbage: { ...always("1 failed unknown not-understood"), ...untouched },
  "wrong-serial": { ...always("1 failed unknown wrong-serial"), ...untouched },
  "read-only": {
    apply: "1 failed unknown read-only",
    verify: "2 differs unknown",
    again: "1 failed unknown read-only",
    ...untouched,
  },
  "password-refused": { ...always("4 failed unknown auth-failed"), ...untouched },
  "never-back": {
    apply: "1 failed unknown not-back",
    verify: "1 failed unknown unreachable",
    again: "1 failed unknown unreachable",
    ...served,
    site: { backWithinSeconds: 4 },
  },
  "never-idle": {
    apply: "0 waiting-for-reset no",
    verify: "0 waiting-for-reset no",
    again: "0 waiting-for-reset no",
    ...served,
    restarts: 0,
    site: { backWithinSeconds: 4 },
  },
  "forgets-at-reset": {
    apply: "1 failed no not-effective",
    verify: "2 differs yes",
    again: "1 failed yes set-aside",
    licenses: before,
    spent: true,
    restarts: 1,
  },
  "resets-by-itself": {
    apply: "1 failed unknown not-installed",
    // The line that was there before was seen to outlive the restart.
    verify: "2 differs yes",
    again: "0 changed yes",
    ...served,
    restarts: 2,
  },
  "changes-address": { ...fine, site: { backWithinSeconds: 20 } },
  "two-boxes-on-one-address": { ...always("1 failed unknown wrong-serial"), ...untouched },
  "huge-configuration": fine,
  "latin1-name": fine,
  "utf8-name": fine,
  // Without an uptime a restart shows only in that the box is away for a moment.
  "silent-snmp": { ...fine, site: { awayMs: 1500, backWithinSeconds: 20 } },
  // The profiles that come with varsync do not say how to read what is in use: it is left to the box to be idle.
  "in-a-call": {
    apply: "0 waiting-for-reset no",
    verify: "0 waiting-for-reset no",
    again: "0 waiting-for-reset no",
    ...served,
    restarts: 0,
    site: { backWithinSeconds: 4 },
  },
  "phones-stay-away": fine,
  "phones-return-slowly": fine,
  "usage-unreadable": fine,
  "serial-by-snmp-only": fine,
};

/** Two blocks of sixteen networks. */
const network = (index: number) => ({ network: `127.81.${30 + Math.floor(index / 16)}`, block: index % 16 });
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");

t.jobs = 6;
for (const [index, fault] of Object.keys(table).filter(isFault).entries()) {
  const expected = table[fault];
  t.test(`a box that ${faults[fault]}: ${expected.apply}`, { buffered: true }, async (t) => {
    const site = await startSite(t, {
      ...network(index),
      faults: [fault],
      particulars: () => ({ licenses: [foreign] }),
      licenses: { "PBX-Registrations": 37, "Relay-BRIs": 2 },
      ...expected.site,
    });
    const rest = restOf(site.box);
    const did = async (...words: string[]) => {
      const { code, results, document } = await site.run(...words);
      if (results.length !== 1) t.fail("one result for the one box", { document });
      return `${code} ${results.map(brief)}`;
    };
    t.equal(await did("apply", "--all", "--yes"), expected.apply, "apply");
    const sent = site.box.box.commands.length;
    t.equal(await did("verify"), expected.verify, "verify");
    t.equal(site.box.box.commands.length, sent, "verify sends no command");
    t.equal(await did("apply", "--all", "--yes"), expected.again, "apply again");
    t.same(licensesOn(site.box), expected.licenses);
    t.equal(site.box.box.restarts, expected.restarts, "restarts");
    t.same(restOf(site.box), rest, "everything else is as it was");
    t.equal(site.box.sessions.most, 1, "never two sessions at once");
    const used = expected.spent ? ["100/37/63", "20/2/18"] : ["100/0/100", "20/0/20"];
    t.match(await site.balance(), { "PBX-Registrations": used[0], "Relay-BRIs": used[1] });
    t.same(await site.keys(), expected.spent ? ["PBX-Registrations=37", "Relay-BRIs=2"] : []);
  });
}
