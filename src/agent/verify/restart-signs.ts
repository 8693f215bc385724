/** What a look at a box says about its last restart. */
export interface RestartFacts {
  /** SNMP sysUpTime in seconds, where the box answers it. */
  readonly upTimeSeconds?: number | undefined;
  /** The `reset-required` of box_info.xml, where the box has it. */
  readonly resetRequired?: boolean | undefined;
}

/** sysUpTime counts hundredths of a second in 32 bits: after 497 days it begins anew by itself. */
const nearWrapSeconds = 2 ** 32 / 100 - 90 * 24 * 3600;

/** Whether the box restarted between two looks, as far as can be seen [P]: its uptime fell, or a required reset is no longer. */
export function restartSeen(before: RestartFacts, after: RestartFacts): boolean {
  const fell =
    before.upTimeSeconds !== undefined &&
    after.upTimeSeconds !== undefined &&
    after.upTimeSeconds < before.upTimeSeconds &&
    before.upTimeSeconds < nearWrapSeconds;
  return fell || (before.resetRequired === true && after.resetRequired === false);
}

/** Clocks of boxes are not exact. */
const slack = { seconds: 2, part: 0.05 } as const;

/**
 * Whether the uptime went on all the while: then a lost connection was no restart.
 * @param elapsedSeconds between the two looks
 */
export function stayedUp(before: RestartFacts, after: RestartFacts, elapsedSeconds: number): boolean {
  if (before.upTimeSeconds === undefined || after.upTimeSeconds === undefined) return false;
  const expected = before.upTimeSeconds + elapsedSeconds * (1 - slack.part) - slack.seconds;
  return elapsedSeconds > 2 * slack.seconds && after.upTimeSeconds >= expected;
}
