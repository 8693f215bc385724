import { z } from "zod";

/** How sure a fact about boxes is. */
export const factMark = z
  .enum(["D", "C", "I", "P"])
  .describe("documented, seen in code or a capture, inferred, convention");
