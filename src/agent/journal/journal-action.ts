/** Everything that the journal tells of, as `varsync history --action` names it. */
export const journalActions = [
  "enroll",
  "forget",
  "claim",
  "create-key",
  "backup",
  "probe",
  "deliver",
  "put-back",
  "remove",
  "close",
  "reset",
  "restart",
  "registrations",
  "ask-approval",
  "approve",
  "decline",
  "release",
  "rebuild-journal",
] as const;

export type JournalAction = (typeof journalActions)[number];
