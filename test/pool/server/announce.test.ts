import t from "tap";
import { findPoolServers } from "../../../src/pool/client/find-pool-servers.ts";
import { announce } from "../../../src/pool/server/announce.ts";

t.test("a server that announces itself is found on the LAN, until it stops", async (t) => {
  const port = 20_000 + Math.floor(Math.random() * 40_000);
  const problems: unknown[] = [];
  const announced = await announce({ port, tls: true, onProblem: (error) => problems.push(error) });
  const mine = async () => (await findPoolServers(1500)).filter(({ url }) => url.endsWith(`:${port}`));
  const [server] = await mine();
  t.match(server?.url, /^https:\/\/\d+\.\d+\.\d+\.\d+:\d+$/);
  await announced[Symbol.asyncDispose]();
  t.same(await mine(), []);
  t.same(problems, []);
});
