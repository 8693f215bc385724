/** Everything that a simulated box can be made to do wrong, and what it is. */
export const faults = {
  "does-nothing": "says ok to a license line and does nothing",
  "answers-question-mark": "answers ? to a license line",
  "drops-after-write": "closes the connection after a license line, without an answer",
  "wipes-older-line": "a new license line replaces the older ones of the same name",
  "refuses-deletion": "answers ? to a deletion",
  "keeps-deleted": "says ok to a deletion and does nothing",
  "deletes-oldest-only": "a deletion takes only the oldest line of a name",
  "deletion-takes-others": "a deletion takes a line of another name with it",
  "deletion-returns": "what was deleted is there again after a reset, saved or not",
  "locks-after-deletion": "says ok to a license line after a deletion, and does nothing",
  slow: "answers after one and a half seconds",
  "one-byte-at-a-time": "sends its answers byte by byte",
  "endless-answer": "its configuration never ends",
  garbage: "answers random bytes",
  "wrong-serial": "tells the serial number of another box",
  "read-only": "its account sees everything and changes nothing",
  "password-refused": "takes no password",
  "never-back": "does not come back from a reset",
  "never-idle": "an ireset never happens",
  "forgets-at-reset": "loses new license lines at a reset, saved or not",
  "resets-by-itself": "restarts once, shortly after the first license line",
  "changes-address": "comes back from a reset at another address",
  "two-boxes-on-one-address": "two boxes answer in turn",
  "huge-configuration": "its configuration is several megabytes long",
  "latin1-name": "has a name in ISO-8859-1",
  "utf8-name": "has a name in UTF-8",
  "silent-snmp": "does not answer to SNMP",
  "in-a-call": "somebody speaks for the first two minutes",
  "phones-stay-away": "after a restart no phone registers any more",
  "phones-return-slowly": "after a restart its phones register one after the other",
  "usage-unreadable": "answers ? when asked for calls and registrations",
  "serial-by-snmp-only": "tells its serial number only over SNMP",
} as const satisfies Record<string, string>;

export type Fault = keyof typeof faults;

export function isFault(text: string): text is Fault {
  return Object.hasOwn(faults, text);
}
