import type { BoxHttp } from "../../src/box/transport/http/box-http.ts";
import { type ByteText, byteText, toByteText } from "../../src/license/byte-text.ts";
import type { RunningBox } from "../../src/simulator/start-box.ts";
import { freeHttp } from "../box/free-http.ts";
import { endpointOf } from "../box/simulated.ts";

const { signal } = new AbortController();

/** A license line with that many Operators, and its key. */
export function licenseLine(count: number, variable = "LICENSE/PBX0"): ByteText {
  const key = `9e2d-7985-3e84-${String(count).padStart(4, "0")}`;
  return toByteText(`vars create ${variable} pau Operators=${count},,Müller,,,${key}`);
}

/** Speaks to a box as its administrator. */
export function admin(running: RunningBox, http: BoxHttp = freeHttp()) {
  const { user, password } = running.box.options;
  const get = async (path: string) => {
    const ask = { credential: { user, password }, maxBytes: 16 * 1024 * 1024, signal };
    return byteText((await http.get(endpointOf(running), path, ask)).body);
  };
  return {
    get,
    run: (command: string) =>
      get(
        `/!${Array.from(Buffer.from(command, "latin1"), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")}`,
      ),
    /** The license lines that it shows in its configuration. */
    async licenses(): Promise<string[]> {
      return (await get("/cfg.txt")).split("\r\n").filter((line) => line.startsWith("vars create LICENSE/"));
    },
    info: () => get("/CMD0/box_info.xml"),
    /** The licenses that have effect, as monitoring reads them. */
    inUse: () => get("/PBX0/ADMIN/mod_cmd_login.xml"),
  };
}

/** Waits until the box has restarted that many times and answers again. */
export async function backAgain(running: RunningBox, restarts: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const up =
      running.box.restarts >= restarts &&
      (await admin(running)
        .info()
        .catch(() => undefined));
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${running.address} did not come back`);
}
