import t from "tap";
import { loadProfiles } from "../../../src/box/profile/load-profiles.ts";
import { matchProfile } from "../../../src/box/profile/match-profile.ts";
import { writableReason } from "../../../src/box/profile/writable.ts";

const profiles = await loadProfiles();
const ip400 = matchProfile(profiles, "IP400");
const unknown = matchProfile(profiles, "IP9999");

t.test("a box of a known model with firmware from 5.00 before 7 may be written", async (t) => {
  for (const firmware of ["5.00", "5.01", "05-5100", "06-60400.02"]) {
    t.equal(writableReason(ip400, firmware), undefined, firmware);
  }
});

t.test("outside the range it is read, never written, and the reason names the range", async (t) => {
  for (const firmware of ["4.99", "03-5315", "7.00", "12r2", "unreadable"]) {
    const reason = `firmware ${firmware} is outside the range of profile ip400 (from 5.00, before 7)`;
    t.equal(writableReason(ip400, firmware), reason, firmware);
  }
});

t.test("a box that does not tell its firmware is not written", async (t) => {
  t.equal(writableReason(ip400, undefined), "the box does not tell its firmware");
});

t.test("from 13 on boxes are managed by the vendor's Devices app, whatever the profile says", async (t) => {
  const open = { ...ip400, firmware: { from: "5.00", before: "99", mark: "P" as const } };
  for (const profile of [ip400, unknown, open]) {
    for (const firmware of ["13r1", "13.2195", "14r2"]) {
      const reason = `firmware ${firmware} is managed by the vendor's Devices app`;
      t.equal(writableReason(profile, firmware), reason, `${profile.id} ${firmware}`);
    }
  }
  t.equal(writableReason(open, "12r2"), undefined);
});

t.test("a box without a profile is read only", async (t) => {
  for (const firmware of ["5.01", undefined]) {
    t.equal(writableReason(unknown, firmware), "the profile unknown allows reading only");
  }
});
