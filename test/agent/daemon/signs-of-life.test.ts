import t from "tap";
import { signsOfLife } from "../../../src/agent/daemon/signs-of-life.ts";

const minute = 60_000;

function watched() {
  const state = { now: 0 };
  return { state, life: signsOfLife(() => state.now) };
}

t.test("work that never ends and gives no sign is stuck after a while, and is named", async (t) => {
  const { state, life } = watched();
  void life.during("a round", () => new Promise(() => undefined));
  state.now = 6 * minute;
  t.equal(life.stuck(), undefined);
  state.now = 7 * minute;
  t.equal(life.stuck(), "a round");
});

t.test("work that comes on may last as long as it likes", async (t) => {
  const { state, life } = watched();
  await life.during("a sweep", async ({ cameOn }) => {
    for (let passed = 0; passed < 100; passed += 1) {
      state.now += 6 * minute;
      t.equal(life.stuck(), undefined);
      cameOn();
    }
  });
});

t.test("signs of other work do not hide what is stuck", async (t) => {
  const { state, life } = watched();
  void life.during("a round", () => new Promise(() => undefined));
  await life.during("a look", async ({ cameOn }) => {
    for (let passed = 0; passed < 10; passed += 1) {
      state.now += minute;
      cameOn();
    }
  });
  t.equal(life.stuck(), "a round");
});

t.test("who waits for somebody else has the time that this may take, and no more", async (t) => {
  const { state, life } = watched();
  const { promise, resolve } = Promise.withResolvers<void>();
  const ended = life.during("a round", ({ waiting }) => waiting(60 * minute, () => promise));
  state.now = 60 * minute;
  t.equal(life.stuck(), undefined);
  state.now = 61 * minute;
  t.equal(life.stuck(), "a round");
  resolve();
  await ended;
  t.equal(life.stuck(), undefined);
});

t.test("work that has ended, well or not, is not stuck, and a service with nothing to do is not either", async (t) => {
  const { state, life } = watched();
  await life.during("a round", async () => undefined);
  await t.rejects(
    life.during("a sweep", async () => {
      throw new Error("no network");
    }),
  );
  state.now = 600 * minute;
  t.equal(life.stuck(), undefined);
});
