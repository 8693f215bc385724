import t from "tap";
import { commandAnswer } from "../../../src/box/deliver/command-line.ts";
import { toByteText } from "../../../src/license/byte-text.ts";

t.test("a ? alone says that the box did not understand, whatever blanks are around", async (t) => {
  for (const body of ["?", "?\r\n", " ?\n", "\r\n?\r\n"]) {
    t.notOk(commandAnswer(toByteText(body), false).understood, JSON.stringify(body));
  }
});

t.test("anything else may be a yes, and so may nothing at all: only reading back tells", async (t) => {
  for (const body of ["", "ok\r\n", "what?", "??", "? ok"]) {
    t.ok(commandAnswer(toByteText(body), false).understood, JSON.stringify(body));
  }
});

t.test("an error of the wire counts as not understood", async (t) => {
  t.notOk(commandAnswer(toByteText("ok"), true).understood);
});

t.test("of a long answer the first 200 bytes are kept", async (t) => {
  const body = toByteText("ü".repeat(1000));
  t.equal(commandAnswer(body, false).first, body.slice(0, 200));
});
