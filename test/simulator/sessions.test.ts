import { once } from "node:events";
import { connect } from "node:net";
import t from "tap";
import { endpointOf, ports, startIp400, withFaults } from "../box/simulated.ts";
import { admin } from "./ask-box.ts";

async function speak(address: string, request: string): Promise<string> {
  const socket = connect(ports.http, address);
  let answer = "";
  socket.setEncoding("latin1").on("data", (more) => {
    answer += more;
  });
  socket.write(request);
  await once(socket, "close");
  return answer;
}

t.test("a box serves one session at a time, and counts how many wanted to be served", async (t) => {
  await using running = await startIp400("127.61.22.1", withFaults("slow"));
  const began = performance.now();
  await Promise.all([admin(running).info(), admin(running).info()]);
  t.ok(performance.now() - began >= 2990, "the second one waits for the first");
  t.equal(running.sessions.most, 2);
});

t.test("who asks one after the other is never counted twice", async (t) => {
  await using running = await startIp400("127.61.22.2");
  for (let time = 0; time < 5; time += 1) await admin(running).info();
  t.equal(running.sessions.most, 1);
});

t.test("requests of HTTP/1.0 and 1.1, with and without Host, are answered in the way of old boxes", async (t) => {
  await using running = await startIp400("127.61.22.3");
  for (const head of ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /\r\n\r\n"]) {
    const answer = await speak(running.address, head);
    t.match(
      answer,
      /^HTTP\/1\.0 200 OK \r\nexpires: Friday, 25-Jul-97 00:00:00 GMT\r\nContent-type: text\/xml\r\n\r\n</,
    );
    t.notMatch(answer, /Server:|Content-Length:/i);
  }
});

t.test("nonsense is not answered, and the next one is served", async (t) => {
  await using running = await startIp400("127.61.22.4");
  for (const nonsense of ["\x16\x03\x01\x02\0\r\n\r\n", "x".repeat(20_000), "\r\n\r\n"]) {
    t.equal(await speak(running.address, nonsense), "");
  }
  t.match(await admin(running).info(), /<sys /);
});

t.test("start page and box_info.xml are open, everything else wants a login", async (t) => {
  await using running = await startIp400("127.61.22.5");
  for (const path of ["/", "/CMD0/box_info.xml"]) {
    t.match(await speak(running.address, `GET ${path} HTTP/1.0\r\n\r\n`), /^HTTP\/1\.0 200 OK/, path);
  }
  for (const path of ["/cfg.txt", "/!config%20write", "/none"]) {
    t.match(await speak(running.address, `GET ${path} HTTP/1.0\r\n\r\n`), /^HTTP\/1\.0 401 /, path);
  }
  t.same(running.box.commands, []);
});

t.test("a wrong password is refused with every kind of login", async (t) => {
  for (const [index, login] of (["basic", "digest", "digest-without-qop", "401-in-the-body"] as const).entries()) {
    await using running = await startIp400(`127.61.22.${index + 10}`, { login });
    t.match(await admin(running).get("/cfg.txt"), /^config change/m, login);
    const { box } = running;
    const wrong = {
      ...running,
      box: Object.assign(Object.create(box), { options: { ...box.options, password: "x" } }),
    };
    await t.rejects(admin(wrong).get("/cfg.txt"), { code: "auth-failed" }, login);
    t.equal(endpointOf(running).httpPort, ports.http);
  }
});
