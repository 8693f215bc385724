import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { findProgram } from "./find-program.ts";
import { startLanProcess } from "./lan/start-lan-process.ts";
import { loopback } from "./loopback.ts";
import { atMostTimes, type Measurement, type Quantity, skipped } from "./measurement.ts";
import { timed } from "./median.ts";
import type { RecordedRequest } from "./record-requests.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const boxes = 20;
const what = "the same, a box";

/**
 * Compares with Ansible's `uri` module that sends the same requests to 20 boxes, 10 boxes at a time.
 * @param ours for one box
 */
export async function compareWithAnsible(ours: Quantity, requests: readonly RecordedRequest[]): Promise<Measurement> {
  const program = findProgram("ansible-playbook");
  if (!program) return skipped(what, "ansible is not installed");
  const addresses = loopback(89, boxes);
  await using _lan = await startLanProcess({ addresses });
  await using folder = await temporaryFolder();
  const file = join(folder.path, "playbook.yaml");
  await writeFile(file, stringify(playbook(addresses, requests), { aliasDuplicateObjects: false }));
  const inventory = `${addresses.join(",")},`;
  const words = ["-i", inventory, "--forks", "10", "--connection", "local", file];
  const theirs = await timed(() => promisify(execFile)(program, words, { cwd: folder.path, maxBuffer: 2 ** 28 }));
  return atMostTimes(what, ours, { value: theirs / boxes, unit: "ms", of: "Ansible's uri module" }, 0.1);
}

/** Each host sends the requests that were sent to its box. */
function playbook(addresses: readonly string[], requests: readonly RecordedRequest[]): unknown {
  const byHost = Map.groupBy(requests, ({ url }) => new URL(url).hostname);
  const asked = Object.fromEntries(addresses.map((address) => [address, byHost.get(address) ?? []]));
  const uri = {
    url: "{{ item.url }}",
    headers: "{{ item.headers }}",
    // Python would read a `HTTP/1.0 200` without a login as well.
    status_code: [200, 401],
    return_content: true,
  };
  const task = { uri, loop: "{{ asked[inventory_hostname] }}", no_log: true };
  return [{ hosts: "all", gather_facts: false, vars: { asked }, tasks: [task] }];
}
