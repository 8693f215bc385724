import { access, readFile } from "node:fs/promises";
import t from "tap";
import { parse } from "yaml";
import { z } from "zod";

const root = new URL("../../", import.meta.url);
const read = (name: string) => readFile(new URL(name, root), "utf8");
const service = z.strictObject({
  image: z.literal("varsync"),
  build: z.strictObject({ context: z.literal("."), dockerfile: z.string() }),
  restart: z.literal("unless-stopped"),
  stop_grace_period: z.string().regex(/^\d+s$/),
  read_only: z.literal(true),
  tmpfs: z.tuple([z.literal("/tmp")]),
  cap_drop: z.tuple([z.literal("ALL")]),
  security_opt: z.tuple([z.literal("no-new-privileges:true")]),
  network_mode: z.literal("host").optional(),
  profiles: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  healthcheck: z.strictObject({
    test: z.array(z.string()),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
  }),
});
const compose = z.object({
  services: z.strictObject({ agent: service, pool: service }),
  volumes: z.record(z.string(), z.null()),
});

t.test("Compose: both services are locked up, stop in peace, and keep their state in a volume", async (t) => {
  const { services, volumes } = compose.parse(parse(await read("compose.yaml"), { merge: true }));
  for (const [name, one] of Object.entries(services)) {
    t.ok(Number.parseInt(one.stop_grace_period, 10) > 30, name);
    const [configuration, state = ""] = one.volumes;
    t.match(configuration, /:\/etc\/varsync:ro$/);
    const [volume = "", target] = state.split(":");
    t.ok(volume in volumes);
    t.equal(target, "/var/lib/varsync");
    await access(new URL(one.build.dockerfile, root));
  }
  t.equal(services.agent.network_mode, "host");
  t.match(services.agent.healthcheck.test.join(" "), "http://127.0.0.1:8481/healthz");
});

t.test("Containerfile: what it copies is there, and is no stranger to the build", async (t) => {
  const allowed = (await read(".dockerignore"))
    .split("\n")
    .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
  const copied = [...(await read("Containerfile")).matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  t.same([...new Set(copied)].sort(), allowed.sort());
  for (const name of copied) await access(new URL(name, root));
});
