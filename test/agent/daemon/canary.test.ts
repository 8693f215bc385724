import t from "tap";
import { canaryVerdict } from "../../../src/agent/daemon/canary.ts";
import { round } from "../../../src/agent/daemon/round.ts";
import { failed } from "../../../src/agent/reconcile/box-result.ts";
import { BoxError } from "../../../src/box/box-error.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.81.65";
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();
const of = (code: "refused" | "not-installed") => failed(new BoxError(code, "no"), {});

t.test("a delivery to many boxes stops when the first three failed alike", async (t) => {
  const licenses = { "PBX-Registrations": 10 };
  const example = await startSite(t, {
    network,
    block: 0,
    boxes: 6,
    licenses,
    faults: ["does-nothing"],
    config: { policy },
  });
  const results = briefly(await round(await openExample(t, example), {}, signal));
  t.same(results.filter((one) => one.includes("not-installed")).length, 3);
  t.same(results.filter((one) => one.includes("delivery-stopped")).length, 3);
  t.match(await example.balance(), { "PBX-Registrations": "100/30/70" }, "nothing was spent for the others");
});

t.test("boxes that fail differently, or one that goes well, do not stop the others", async (t) => {
  t.same(canaryVerdict([of("refused"), of("refused")]), { kind: "next-one-alone" });
  t.same(canaryVerdict([of("refused"), of("not-installed"), of("refused")]), { kind: "go-on" });
  t.same(canaryVerdict([of("refused"), of("refused"), of("refused")]), { kind: "stop", code: "refused" });
  const changed = { ...of("refused"), outcome: "changed" as const };
  t.same(canaryVerdict([changed]), { kind: "go-on" });
});
