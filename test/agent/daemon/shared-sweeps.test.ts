import t from "tap";
import { sharedSweeps } from "../../../src/agent/daemon/shared-sweeps.ts";

const { signal } = new AbortController();
const minute = 60_000;

function counted() {
  const state = { now: 0, sweeps: 0, fails: false };
  const shared = sharedSweeps(
    async () => {
      state.sweeps += 1;
      if (state.fails) throw new Error("no network");
      return [{ address: "127.0.0.1", httpPort: 80, via: ["http"] as const }];
    },
    () => state.now,
  );
  return { state, shared };
}

t.test("boxes that are missing at the same moment share one sweep", async (t) => {
  const { state, shared } = counted();
  const seen = await Promise.all(Array.from({ length: 50 }, () => shared.forMissing(signal)));
  t.equal(state.sweeps, 1);
  t.ok(seen.every((sightings) => sightings.length === 1));
});

t.test("because of missing boxes the networks are swept every ten minutes at most", async (t) => {
  const { state, shared } = counted();
  for (; state.now < 60 * minute; state.now += minute / 4) await shared.forMissing(signal);
  t.equal(state.sweeps, 6);
});

t.test("a sweep on the schedule serves the missing boxes, too, and is never left out", async (t) => {
  const { state, shared } = counted();
  await shared.now(signal);
  await shared.forMissing(signal);
  t.equal(state.sweeps, 1);
  await shared.now(signal);
  t.equal(state.sweeps, 2);
});

t.test("a sweep that failed is made again", async (t) => {
  const { state, shared } = counted();
  state.fails = true;
  await t.rejects(shared.forMissing(signal), /no network/);
  state.fails = false;
  t.equal((await shared.forMissing(signal)).length, 1);
});
