/** A key code of four times the digit. */
export function keyCode(digit: number): string {
  return Array.from({ length: 4 }, () => `${digit}`.repeat(4)).join("-");
}

/** A license line as it stands in a vendor's file; without a serial number when `serial` is empty. */
export function lineText(serial: string, digit: number, variable = "PBX0", value = "Registrations=5"): string {
  return `vars create LICENSE/${variable} pau ${value},${serial},,,,${keyCode(digit)}`;
}
