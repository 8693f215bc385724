import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import t from "tap";
import { openPoolServer } from "../../src/cli/site/open-pool-server.ts";
import { showCaller } from "../../src/pool/operations/show-caller.ts";

t.test("a token that systemd hands over is used where its file cannot be reached", async (t) => {
  const folder = t.testdir();
  const credentials = join(folder, "credentials");
  await mkdir(credentials);
  await writeFile(join(credentials, "secret_pool.token"), "vst_handed_over\n", { mode: 0o400 });
  process.env["CREDENTIALS_DIRECTORY"] = credentials;
  t.teardown(() => delete process.env["CREDENTIALS_DIRECTORY"]);
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  }).listen(28_480, "127.83.11.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const entry = { url: new URL("http://127.83.11.1:28480"), tokenFile: join(folder, "secrets", "pool.token") };
  await using manager = await openPoolServer(entry, { times: { pauses: [] } });
  await t.rejects(manager.call(showCaller, {}));
  t.same(seen, ["Bearer vst_handed_over"]);
});
