import { setTimeout } from "node:timers/promises";
import { Webhook as Verifier } from "standardwebhooks";
import t from "tap";
import { resolveBySystem } from "../../src/webhook/public-address.ts";
import { sendWebhook } from "../../src/webhook/send-webhook.ts";
import { startReceiver } from "./receiver.ts";

const host = "127.83.0.1";
const delivery = { id: "3f2b", body: '{"type":"approval","site":"Köln"}' };
const wire = { resolve: resolveBySystem, now: () => new Date(), timeoutMs: 300 };
const secret = async () => "correct horse battery staple";
const hook = (url: string, allowPrivate = true) => ({ url, events: ["approval"], secret, allowPrivate });
const { signal } = new AbortController();

t.test("a webhook is a POST that any library for Standard Webhooks can verify", async (t) => {
  const receiver = await startReceiver(t, host);
  await sendWebhook(hook(receiver.url), delivery, wire, signal);
  const [received] = receiver.received;
  t.equal(received?.body, delivery.body);
  t.equal(received?.headers["content-type"], "application/json");
  t.equal(received?.headers["webhook-id"], delivery.id);
  const headers = received?.headers ?? {};
  const verifier = new Verifier(Buffer.from(await secret()).toString("base64"));
  t.same(verifier.verify(received?.body ?? "", headers), JSON.parse(delivery.body));
  const other = new Verifier(Buffer.from("another secret").toString("base64"));
  t.throws(() => other.verify(received?.body ?? "", headers));
  t.throws(() => verifier.verify(`${received?.body} `, headers));
});

t.test("a secret that starts with whsec_ is Base64 behind it", async (t) => {
  const receiver = await startReceiver(t, host);
  const encoded = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  await sendWebhook({ ...hook(receiver.url), secret: async () => encoded }, delivery, wire, signal);
  const [received] = receiver.received;
  t.ok(new Verifier(encoded).verify(received?.body ?? "", received?.headers ?? {}));
});

t.test("only 2xx is success; redirects are not followed", async (t) => {
  const receiver = await startReceiver(t, host);
  const elsewhere = await startReceiver(t, host);
  for (const status of [200, 201, 202, 204, 299]) {
    receiver.answer = (response) => response.writeHead(status).end(status === 204 ? undefined : "thank you");
    await sendWebhook(hook(receiver.url), delivery, wire, signal);
  }
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer = (response) => response.writeHead(status, { location: elsewhere.url }).end();
    await t.rejects(sendWebhook(hook(receiver.url), delivery, wire, signal), {
      message: new RegExp(`${status}; redir`),
    });
  }
  for (const status of [400, 404, 410, 500, 503]) {
    receiver.answer = (response) => response.writeHead(status).end();
    await t.rejects(sendWebhook(hook(receiver.url), delivery, wire, signal), { message: `it answered ${status}` });
  }
  t.same(elsewhere.received, []);
});

t.test("one that hangs is given up: before its answer, in the middle of its head, and in its body", async (t) => {
  const receiver = await startReceiver(t, host);
  receiver.answer = undefined;
  await t.rejects(sendWebhook(hook(receiver.url), delivery, wire, signal), { message: "no answer within 0.3 s" });
  receiver.answer = (response) => response.socket?.write("HTTP/1.1 200 OK\r\nx-never: ");
  await t.rejects(sendWebhook(hook(receiver.url), delivery, wire, signal), { message: "no answer within 0.3 s" });
  receiver.answer = (response) => response.writeHead(200).write("and so on");
  await sendWebhook(hook(receiver.url), delivery, wire, signal);
  receiver.answer = (response) => {
    const goOn = () => void (response.destroyed || response.write("x".repeat(65_536), goOn));
    response.writeHead(200);
    goOn();
  };
  await sendWebhook(hook(receiver.url), delivery, { ...wire, timeoutMs: 15_000 }, signal);
});

t.test("it is given up at once when the service stops", async (t) => {
  const receiver = await startReceiver(t, host);
  receiver.answer = undefined;
  const stop = new AbortController();
  const sent = sendWebhook(hook(receiver.url), delivery, { ...wire, timeoutMs: 60_000 }, stop.signal);
  await setTimeout(50);
  stop.abort(new Error("the service stops"));
  await t.rejects(sent, { message: "the service stops" });
});

t.test("a private address is refused before anything is sent, unless it is allowed", async (t) => {
  const receiver = await startReceiver(t, host);
  const port = new URL(receiver.url).port;
  for (const name of [host, "localhost", `[::ffff:${host}]`]) {
    const url = `http://${name}:${port}/hook`;
    await t.rejects(sendWebhook(hook(url, false), delivery, wire, signal), { message: /private address/ }, name);
  }
  t.same(receiver.received, []);
});

t.test("a name that is public at first and private right after is connected to where it was checked", async (t) => {
  const receiver = await startReceiver(t, host);
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? "203.0.113.7" : host, family: 4 }];
  };
  const url = receiver.url.replace(host, "rebinding.example");
  await t.rejects(sendWebhook(hook(url, false), delivery, { ...wire, resolve }, signal));
  t.same([asked, receiver.received], [1, []]);
  const both = async () => [
    { address: "8.8.8.8", family: 4 },
    { address: host, family: 4 },
  ];
  const mixed = sendWebhook(hook(url, false), delivery, { ...wire, resolve: both }, signal);
  await t.rejects(mixed, { message: /private address 127/ });
});

t.test("a name server that never answers counts as one that hangs", async (t) => {
  const resolve = () => setTimeout(2000, []);
  const sent = sendWebhook(hook("https://silent.example/"), delivery, { ...wire, resolve }, signal);
  await t.rejects(sent, { message: "no answer within 0.3 s" });
});
