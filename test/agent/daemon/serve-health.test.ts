import t, { type Test } from "tap";
import { health } from "../../../src/agent/daemon/health.ts";
import { serveHealth } from "../../../src/agent/daemon/serve-health.ts";

const host = "127.83.9.1";
const hour = 3_600_000;
const metrics = { contentType: "text/plain", text: async () => "varsync_pool_up 1\n" };
/** A service whose rounds are an hour apart, and what it answers. */
async function serve(t: Test, page = metrics) {
  let now = 0;
  const state = health(
    () => hour,
    () => now,
  );
  const server = await serveHealth({ host, port: 0 }, state, page);
  t.teardown(() => server[Symbol.asyncDispose]());
  return {
    state,
    at(ms: number) {
      now = ms;
    },
    async get(path: string) {
      const response = await fetch(`http://${host}:${server.port}${path}`);
      return `${response.status} ${await response.text()}`.trim();
    },
  };
}

t.test("it is not ready before it is up", async (t) => {
  const { state, get } = await serve(t);
  t.equal(await get("/readyz"), '503 {"status":"failing","problems":["it is not up yet"]}');
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
  state.markReady();
  t.equal(await get("/readyz"), '200 {"status":"ok"}');
});

t.test("while it stands back it is healthy, which no new start would change, and not ready", async (t) => {
  const { state, get } = await serve(t);
  state.markReady();
  state.listener.standsBack?.("there are two of it");
  t.equal(await get("/healthz"), '200 {"status":"ok","remarks":["it stands back: there are two of it"]}');
  t.equal(await get("/readyz"), '503 {"status":"failing","problems":["it stands back: there are two of it"]}');
  state.listener.standsBack?.(undefined);
  t.equal(await get("/readyz"), '200 {"status":"ok"}');
});

t.test("it is not healthy when no round ended in twice the interval, until one does", async (t) => {
  const { state, at, get } = await serve(t);
  at(2 * hour);
  state.listener.tick?.();
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
  at(2 * hour + 1);
  t.equal(await get("/healthz"), '503 {"status":"failing","problems":["no round ended in twice the interval"]}');
  state.listener.roundEnded?.({
    kind: "round",
    startedAt: new Date(0),
    endedAt: new Date(0),
    counts: {},
    results: [],
    line: "",
  });
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
});

t.test("it is not healthy when its loop is stuck", async (t) => {
  const { state, at, get } = await serve(t);
  at(120_001);
  t.equal(await get("/healthz"), '503 {"status":"failing","problems":["the loop is stuck"]}');
  state.listener.tick?.();
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
});

t.test("it is not healthy while nothing can be written, and says why", async (t) => {
  const { state, get } = await serve(t);
  state.listener.diskTrouble?.("the disk is full");
  t.equal(await get("/healthz"), '503 {"status":"failing","problems":["nothing can be written: the disk is full"]}');
  state.listener.diskTrouble?.(undefined);
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
});

t.test("metrics that cannot be read are a 503, and stop nothing", async (t) => {
  const { get } = await serve(t, {
    contentType: "text/plain",
    text: () => Promise.reject(new Error("locked")),
  });
  t.equal(await get("/metrics"), "503 the metrics cannot be read now");
  t.equal(await get("/healthz"), '200 {"status":"ok"}');
});
