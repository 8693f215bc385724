// Says whether it got the lock that is named, and holds it until its input ends.
import { once } from "node:events";
import { tryLock } from "../../src/store/file-lock.ts";

const [, , path = ""] = process.argv;
using held = tryLock(path);
process.stdout.write(held ? "held\n" : "busy\n");
process.stdin.resume();
if (held) await once(process.stdin, "end");
