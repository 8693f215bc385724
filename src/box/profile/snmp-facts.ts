import { byteText, readable } from "../../license/byte-text.ts";
import { serialNumberFromBytes } from "../../license/serial-number.ts";
import type { BoxFacts } from "./box-info.ts";
import { parseVersionText } from "./firmware.ts";

/** What is asked of boxes over SNMP, the most important first. */
export const snmpQuestions = {
  objectId: "1.3.6.1.2.1.1.2.0",
  /** ifPhysAddress.1: the serial number [C]. */
  physicalAddress: "1.3.6.1.2.1.2.2.1.6.1",
  description: "1.3.6.1.2.1.1.1.0",
  /** In hundredths of a second [I]. */
  upTime: "1.3.6.1.2.1.1.3.0",
} as const;

/** sysObjectID of every box, exactly [C]. */
const innovaphone = "1.3.6.1.4.1.6666";

/** Reads what SNMP answered; `undefined` when the device does not say that it is an innovaphone box. */
export function parseSnmpFacts(values: ReadonlyMap<string, Buffer | string | number>): BoxFacts | undefined {
  if (values.get(snmpQuestions.objectId) !== innovaphone) return undefined;
  const [mac, description, ticks] = [
    values.get(snmpQuestions.physicalAddress),
    values.get(snmpQuestions.description),
    values.get(snmpQuestions.upTime),
  ];
  const serial = Buffer.isBuffer(mac) ? serialNumberFromBytes(mac) : undefined;
  const version = Buffer.isBuffer(description) ? parseVersionText(readable(byteText(description))) : {};
  return {
    ...version,
    ...(serial && { serial }),
    ...(typeof ticks === "number" && { upTimeSeconds: Math.floor(ticks / 100) }),
  };
}
