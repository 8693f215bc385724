import { BoxError } from "../../box/box-error.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";
