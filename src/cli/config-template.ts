import type { OwnNetwork } from "./own-networks.ts";

/** A commented configuration that works when the lines marked `<--` are filled in. */
export function configTemplate(networks: readonly OwnNetwork[]): string {
  const usable = networks.filter(({ large }) => !large);
  const large = networks.filter((network) => network.large);
  const lines = usable.map(({ cidr, interface: name }) => `  - ${cidr} # ${name}`);
  const hints = large.map(
    ({ cidr, interface: name }) => `  # - ${cidr} # ${name}: more than 65,536 addresses want largeNetworks: true`,
  );
  return `# varsync: keeps the licenses on innovaphone boxes in step. varsync config check tells whether this file is right.
# Lines marked <-- are yours to fill in.

site: my-site                      # <-- a name for logs and reports

# Nothing outside these networks is ever contacted.                                  <-- are these the boxes' networks?
${usable.length > 0 ? `networks:\n${[...lines, ...hints].join("\n")}` : `networks: [192.168.0.0/24]         # <-- no network was found on this machine\n${hints.join("\n")}`}

# Whose keys the boxes take: real boxes take the vendor's only. "own" is for simulated boxes.
acceptsKeysFrom: vendor

stateDir: ./state                  # journal, backups, embedded pool

# The boxes' logins; the first that matches is used. A password goes only to a box that is listed below, or was
# enrolled with varsync enroll. Write it to the file, readable by you alone: chmod 600 box.password
credentials:
  - {user: admin, passwordFile: ./box.password}     # <-- or match: {profile: ip400} and so on, one a model

# License files as the vendor issued them; each line goes to the box whose serial number it carries.
# Make the folder, and put the files in.
# files: {dir: ./licenses}         # <-- take away the # when the folder is there
# keys: [files]

# The vendor's site, asked for the file of a box that lacks something. The first download assigns the box's licenses to
# your account for ever; policy.claim says who may. To use it: keys: [files, vendor]
# vendor: {url: "http://www.innovaphone.com/license/license.php", email: you@example.org, passwordFile: ./vendor.password}

# pool: {database: ./state/pool.db}                  # a pool of your own, for boxes that take its keys

policy:
  create: ask                      # never | ask | {perBox: 50, perDay: 200}: what the service may create by itself
  claim: ask                       # never | ask | always
  reset: never                     # never | when-idle | now: licenses are in effect only after a reset
  removeRevoked: false             # true: licenses whose keys the pool revoked are deleted from the boxes; README tells the risk
  window: "22:00-04:00"            # the service delivers, removes and resets only then

schedule: {reconcile: "15 2 * * *", jitter: 10m}
discovery: {ways: [snmp, http], probesPerSecond: 100, every: 6h}

# Boxes that you vouch for, by the serial number on the label. Licenses are totals.
boxes: {}
#  00-90-33-01-02-9f:              # <-- the label's
#    address: 192.168.10.7         # or leave it out: the box is found wherever it is
#    customer: innovaphone
#    location: Sindelfingen
#    licenses: {PBX-Registrations: 37, PBX-Operators: 1}
`;
}
