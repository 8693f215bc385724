import fc from "fast-check";
import t from "tap";
import { decodeGetResponse } from "../../../../src/box/transport/snmp/get-response.ts";
import { answerOf, boxValues, oids } from "../../snmp-agent.ts";

const asked = [oids.sysObjectId, oids.sysDescr, oids.sysUpTime, oids.ifPhysAddress];
const answer = answerOf(
  { community: "public", requestId: 0x4711_0815, oids: asked },
  boxValues("V5.01 IP400[05-5100]", "00-90-33-01-02-9f"),
);

t.test("an answer is read with its number and all its values", async (t) => {
  const read = decodeGetResponse(answer);
  t.match(read, { requestId: 0x4711_0815, errorStatus: 0 });
  t.same([...(read?.values.keys() ?? [])], asked);
  t.same(read?.values.get(oids.ifPhysAddress), Buffer.from("00903301029f", "hex"));
});

t.test("an answer that was cut short, or of which one bit fell over, is never a failure", async (t) => {
  for (let length = 0; length < answer.length; length += 1) decodeGetResponse(answer.subarray(0, length));
  fc.assert(
    fc.property(fc.nat(answer.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(answer);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      decodeGetResponse(changed);
    }),
  );
  t.equal(decodeGetResponse(answer.subarray(0, 20)), undefined);
});

t.test("no bytes whatever make it fail", async () => {
  const beginning = fc.nat(answer.length).map((end) => answer.subarray(0, end));
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 100 }), (head, tail) => {
      decodeGetResponse(Buffer.concat([head, tail]));
    }),
    { numRuns: 2000 },
  );
});
