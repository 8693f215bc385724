import { readFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { failed } from "../../src/agent/reconcile/box-result.ts";
import { BoxError } from "../../src/box/box-error.ts";
import { CheckedYamlError } from "../../src/checked-yaml/checked-yaml-error.ts";
import { DeclinedError } from "../../src/cli/declined-error.ts";
import { tellError } from "../../src/cli/tell-error.ts";
import { UsageError } from "../../src/cli/usage/usage-error.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import { LicenseError } from "../../src/license/license-error.ts";
import { PoolError } from "../../src/pool/pool-error.ts";
import { StoreError } from "../../src/store/store-error.ts";

/** What went wrong, and the code and exit code that it is told with. */
const ours: readonly (readonly [error: Error, code: string, exitCode: number])[] = [
  [new UsageError("give --count"), "usage", 5],
  [new ConfigError("there is no varsync.yaml"), "bad-configuration", 5],
  [new CheckedYamlError("a.yaml", [{ field: "site", line: 1, message: "is missing" }]), "bad-configuration", 5],
  [new LicenseError("bad-serial-number", "is no serial number"), "bad-serial-number", 5],
  [new LicenseError("bad-type", "is no license type"), "bad-type", 5],
  [new LicenseError("bad-file", "line 2 is no license line"), "bad-file", 1],
  [new DeclinedError(), "declined", 1],
  [new PoolError("short-of-licenses", "2 are left"), "short-of-licenses", 1],
  [new StoreError("disk-full", "the disk is full"), "disk-full", 1],
  [new BoxError("unreachable", "nothing answers"), "unreachable", 1],
  [new BoxError("auth-failed", "one try was refused"), "auth-failed", 4],
  [new BoxError("no-credential", "no entry matches"), "no-credential", 4],
  [Object.assign(new Error("another agent is running"), { code: "agent-running" }), "agent-running", 11],
];

for (const [error, code, exitCode] of ours) {
  t.test(`${error.name} ${code} ends with exit ${exitCode}, in its own words`, async (t) => {
    const mistakes = error instanceof CheckedYamlError ? { mistakes: error.mistakes } : {};
    t.same(tellError(error), { code, message: error.message, exitCode, ...mistakes });
  });
}

t.test("an interruption is told as one, and ends with exit 130", async (t) => {
  const told = { code: "interrupted", message: "interrupted", exitCode: 130 };
  t.same(tellError(AbortSignal.abort().reason), told);
  t.same(tellError(new DOMException("stop", "AbortError")), told);
});

t.test("what the operating system refuses is told with the path and without a stack", async (t) => {
  const missing = join(t.testdir(), "none");
  const notThere = await readFile(missing).catch((error: unknown) => error);
  t.same(tellError(notThere), { code: "system", message: `${missing}: there is no such file or folder`, exitCode: 1 });
  const nameless = Object.assign(new Error("no such file"), { code: "ENOENT", path: "" });
  t.equal(tellError(nameless).message, '"": there is no such file or folder');
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  t.match(tellError(full), { code: "system", message: /^the disk is full/, exitCode: 1 });
});

t.test("what went wrong first is told, not what then went wrong with closing things", async (t) => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const both = new SuppressedError(new Error("cannot be closed"), full);
  t.same(tellError(both), tellError(full));
  const late = new BoxError("timed-out", "late");
  t.match(failed(new SuppressedError(new Error("cannot be closed"), late), {}), { error: { code: "timed-out" } });
});

t.test("anything else is a bug, and says so", async (t) => {
  const strange = [new TypeError("x is not a function"), Object.assign(new Error("odd"), { code: "ERR_ODD" })];
  for (const error of strange) {
    const told = tellError(error);
    t.match(told, { code: "internal-error", exitCode: 1 });
    t.match(told.message, /this is a bug in varsync, please report it/);
    t.ok(told.message.includes(error.message));
  }
  for (const thrown of ["text", undefined, null, 5]) {
    t.same(tellError(thrown), { code: "internal-error", message: String(thrown), exitCode: 1 });
  }
});

t.test("control characters in an error's text do not reach the terminal; its lines stay lines", async (t) => {
  const nasty = "one\u001b]0;title\u0007\ntwo\r\u009b2J";
  const clean = "one\ufffd]0;title\ufffd\ntwo\ufffd\ufffd2J";
  t.equal(tellError(new BoxError("not-understood", nasty)).message, clean);
  t.ok(tellError(new Error(nasty)).message.includes(clean));
  t.equal(tellError(nasty).message, clean);
  const system = Object.assign(new Error("ENOENT"), { code: "ENOENT", path: nasty });
  t.ok(tellError(system).message.startsWith(clean));
});
