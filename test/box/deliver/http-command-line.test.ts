import fc from "fast-check";
import t from "tap";
import { type BoxCommand, closingCommands, licenseCommand } from "../../../src/box/deliver/delivery-door.ts";
import { commandPath, httpCommandLine } from "../../../src/box/deliver/http-command-line.ts";
import { type ByteText, byteText, toByteText } from "../../../src/license/byte-text.ts";
import { longestLine } from "../../../src/license/license-line.ts";
import { freeHttp } from "../free-http.ts";
import { oldAnswer, startRawServer } from "../raw-server.ts";
import { endpointOf, ip400, startIp400, withFaults } from "../simulated.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "ip400" };
const start = "vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-00-00-00,";

/** Any bytes that may stand in a license line, behind the beginning of one. */
const commands = fc.uint8Array({ maxLength: longestLine - start.length }).map((bytes) => {
  const tail = byteText(bytes)
    .replace(/[\x00-\x1f\x7f]/g, "")
    .replace(/[ \t]+$/, "");
  return licenseCommand(ip400, { raw: `${start}${tail}` as ByteText });
});

function decoded(path: string): string {
  return path.slice(2).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

t.test("a command becomes a path: a blank is %20, and / , = : stay", async (t) => {
  const command = licenseCommand(ip400, { raw: toByteText(`${start}M+Co,a:b,100%25,9e2d-7985-3e84-1005`) });
  t.equal(
    commandPath(command),
    "/!vars%20create%20LICENSE/RELAY0%20pau%20BRIs=2,00-90-33-00-00-00,M%2BCo,a:b,100%2525,9e2d-7985-3e84-1005",
  );
  t.same(closingCommands(ip400).map(commandPath), ["/!config%20write"]);
});

t.test("every byte of a command survives, and a path has no + and nothing that ends or splits it", async () => {
  fc.assert(
    fc.property(commands, (command) => {
      const path = commandPath(command);
      return decoded(path) === command && /^\/![A-Za-z0-9\-_.~/,=:%]*$/.test(path);
    }),
    { numRuns: 1000 },
  );
});

t.test("a license line arrives on the box byte by byte, whatever it says", async (t) => {
  await using running = await startIp400("127.61.1.1");
  await using http = freeHttp();
  const line = httpCommandLine(http, endpointOf(running), credential);
  await fc.assert(
    fc.asyncProperty(commands, async (command) => {
      const answer = await line.run(command, signal);
      return answer.understood && running.box.commands.at(-1) === command;
    }),
    { numRuns: 40 },
  );
  t.equal(running.box.licenses().length > 0, true);
});

t.test("an answer's first bytes are kept, and ? is not understood", async (t) => {
  await using running = await startIp400("127.61.1.2", withFaults("read-only"));
  await using http = freeHttp();
  const [write] = closingCommands(ip400);
  const answer = await httpCommandLine(http, endpointOf(running), credential).run(write as BoxCommand, signal);
  t.same(answer, { first: "?\r\n", understood: false });
});

t.test("a box that drops the connection after the command is unreachable, and may have done it", async (t) => {
  await using running = await startIp400("127.61.1.3", withFaults("drops-after-write"));
  await using http = freeHttp();
  const command = licenseCommand(ip400, { raw: toByteText(`${start}a,b,c,9e2d-7985-3e84-1005`) });
  await t.rejects(httpCommandLine(http, endpointOf(running), credential).run(command, signal), { code: "unreachable" });
  t.equal(running.box.licenses().length, 1);
  t.equal(running.box.commands.length, 1, "and it is not sent again by itself");
});

t.test("a command that the box answers with an error status is not understood", async (t) => {
  await using server = await startRawServer(() => oldAnswer("no such page", "404 Not Found"));
  await using http = freeHttp();
  const [write] = closingCommands(ip400);
  const line = httpCommandLine(http, server.endpoint, credential);
  t.same(await line.run(write as BoxCommand, signal), { first: "no such page", understood: false });
});

t.test("an answer that is too large, and a refused password, are errors", async (t) => {
  await using server = await startRawServer(() => oldAnswer("x".repeat(65 * 1024)));
  await using running = await startIp400("127.61.1.4", withFaults("password-refused"));
  await using http = freeHttp();
  const [write] = closingCommands(ip400);
  const run = (endpoint: typeof server.endpoint) =>
    httpCommandLine(http, endpoint, credential).run(write as BoxCommand, signal);
  await t.rejects(run(server.endpoint), { code: "too-large" });
  await t.rejects(run(endpointOf(running)), { code: "auth-failed" });
  t.same(running.box.commands, []);
});
