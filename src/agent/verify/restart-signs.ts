/** What a look at a box says about its last restart. */
export interface RestartFacts {
  /** SNMP sysUpTime in seconds, where the box answers it. */
  readonly upTimeSeconds?: number | undefined;
  /** The `reset-required` of box_info.xml, where the box has it. */
  readonly resetRequired?: boolean | undefined;
}

/** Whether the box restarted between two looks, as far as can be seen [P]: its uptime fell, or a required reset is no longer. */
export function restartSeen(before: RestartFacts, after: RestartFacts): boolean {
  const fell =
    before.upTimeSeconds !== undefined &&
    after.upTimeSeconds !== undefined &&
    after.upTimeSeconds < before.upTimeSeconds;
  return fell || (before.resetRequired === true && after.resetRequired === false);
}
