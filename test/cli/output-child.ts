/** Writes a table and a coloured text, as a command would, to whatever stdout is. */
import { createOutput } from "../../src/cli/output.ts";

const out = createOutput(process.stdout);
await out.table(
  [{ heading: "Type" }, { heading: "Left", align: "right" }],
  [
    ["PBX-Registrations", "100"],
    ["Relay\u001b[2J\u0007BRIs", "2"],
    [out.style("red", "PBX-Operators"), "1"],
  ],
);
out.text(out.style("green", "done"));
out.document({ left: 2, name: "M\u00fcller\u001b" });
out.raw("no line end");
