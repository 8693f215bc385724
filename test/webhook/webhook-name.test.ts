import t from "tap";
import { webhookName } from "../../src/webhook/webhook-name.ts";

t.test("two webhooks on one host are told apart, and nothing of a path is shown", async (t) => {
  const [one, other] = ["T0/secret", "T1/secret"].map((path) => webhookName(`https://hooks.example/services/${path}`));
  t.match(one, /^https:\/\/hooks\.example \([0-9a-f]{4}\)$/);
  t.not(one, other);
  t.match(webhookName("https://user:secret@hooks.example/?token=secret"), /^https:\/\/hooks\.example \([0-9a-f]{4}\)$/);
});

t.test("a webhook with nothing but a host is its host, and mail is mail", async (t) => {
  t.equal(webhookName("https://hooks.example:8443/"), "https://hooks.example:8443");
  t.equal(webhookName("mail"), "mail");
});
