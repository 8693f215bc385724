/** The doors between the rooms, as ARCHITECTURE.md draws them. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: `^src/${from}/` },
  to: { path: "^src/", pathNot: [`^src/${from}/`, ...allowed.map((room) => `^src/${room}`)] },
});

const stages = ["discover", "identify", "read", "deliver"];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    only("license-knows-nobody", "license", []),
    only("store-knows-no-tables", "store", []),
    only("webhook-knows-no-world", "webhook", ["store/"]),
    only("checked-yaml-knows-nobody", "checked-yaml", []),
    only("config-knows-no-world", "config", ["license/", "checked-yaml/"]),
    only("box-faces-devices-only", "box", ["license/", "checked-yaml/"]),
    only("pool-knows-no-box-and-no-agent", "pool", ["license/", "store/", "webhook/"]),
    only("simulator-shares-only-the-nouns", "simulator", ["license/"]),
    only("agent-brings-the-two-in-step", "agent", ["license/", "box/", "pool/", "store/", "webhook/", "checked-yaml/"]),
    ...stages.map((stage) => ({
      name: `${stage}-imports-no-other-stage`,
      severity: "error",
      from: { path: `^src/box/${stage}/` },
      to: { path: `^src/box/(${stages.filter((other) => other !== stage).join("|")})/` },
    })),
    {
      name: "transport-knows-no-stage-and-no-profile",
      severity: "error",
      from: { path: "^src/box/transport/" },
      to: { path: "^src/box/(profile|discover|identify|read|deliver)/" },
    },
    {
      name: "keys-is-the-only-door-to-the-pool",
      severity: "error",
      from: { path: "^src/agent/", pathNot: "^src/agent/keys/" },
      to: { path: "^src/pool/" },
    },
    {
      name: "planner-and-verification-are-pure",
      severity: "error",
      from: { path: "^src/agent/(plan|verify)/" },
      to: {
        pathNot: ["^src/license/", "^src/agent/(plan|verify)/", "^src/agent/keys/key-source.ts$", "^(node:)?crypto$"],
      },
    },
    {
      name: "reconcile-alone-knows-all-stages",
      severity: "error",
      from: { path: "^src/agent/(keys|plan|verify|journal)/" },
      to: { path: "^src/box/(discover|identify|read|deliver|transport)/" },
    },
    {
      name: "journal-knows-no-pass",
      severity: "error",
      from: { path: "^src/agent/(keys|plan|verify|journal)/" },
      to: { path: "^src/agent/(reconcile|daemon)/" },
    },
    {
      name: "reconcile-knows-no-daemon",
      severity: "error",
      from: { path: "^src/agent/reconcile/" },
      to: { path: "^src/agent/daemon/" },
    },
    {
      name: "wires-only-in-transport",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: ["^src/box/transport/", "^src/simulator/", "^src/agent/keys/vendor-site/", "^src/pool/client/"],
      },
      to: { path: "node_modules/(got|ssh2|asn1-ber)/" },
    },
    {
      name: "fastify-only-in-the-pool-server",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/pool/server/" },
      to: { path: "node_modules/(fastify|fastify-type-provider-zod|@fastify)/" },
    },
    {
      name: "pool-client-knows-no-database-and-no-server",
      severity: "error",
      from: { path: "^src/pool/client/" },
      to: { path: "^src/(store|pool/(server|migrations))/", dependencyTypesNot: ["type-only"] },
    },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphan",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.ts$", "^src/cli/version\\.ts$"] },
      to: {},
    },
    { name: "nothing-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "nothing-from-development",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
