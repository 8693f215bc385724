import { type ByteText, byteText, toByteText } from "../license/byte-text.ts";
import type { SimulatedBox } from "./simulated-box.ts";

const hugeLines = 60_000;

/** The configuration as `/cfg.txt` gives it: commands, CRLF, with lines in it that are other ones every time. */
export function configurationText(box: SimulatedBox): ByteText {
  const changing = box.reads.toString(16).padStart(8, "0");
  const huge = box.has("huge-configuration") ? hugeLines : 0;
  const lines = [
    `# ${box.options.versionText}, read ${box.reads} times`,
    ...box.settings,
    ...Array.from(
      { length: huge },
      (_, index) => `config change PBX0 /user user-${index} /number ${index} /groups all`,
    ),
    `config change UP1 /url http://192.168.0.2/update/ /poll 15 /last ${changing}`,
    `mod cmd FLASHDIR0 add-item 101 (cn=admin)(seen=${changing})`,
    `vars create TLS0/TICKET/00000 pb ${changing}`,
    ...box.running.map(({ name, flags, value }) => `vars create ${name} ${flags} ${value}`),
  ];
  return lines.map((line) => `${line}\r\n`).join("") as ByteText;
}

/** A name that a person may have typed, in the bytes that the box keeps. */
export function nameBytes(name: string, encoding: "latin1" | "utf8"): ByteText {
  return encoding === "utf8" ? toByteText(name) : byteText(Buffer.from(name, "latin1"));
}
