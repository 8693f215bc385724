import { z } from "zod";

/** A time of day in which the service may deliver and reset, in minutes since local midnight; over midnight when it ends before it begins. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** `"22:00-04:00"` */
export const windowSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'a window looks like "22:00-04:00"')
  .transform((text): Window => {
    const [from = 0, to = 0] = text.split("-").map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return { from, to };
  })
  .refine(({ from, to }) => from !== to, "a window of no length would never let the service work");

/** Whether the local time of this machine lies inside. */
export function isInWindow({ from, to }: Window, at: Date): boolean {
  const minute = at.getHours() * 60 + at.getMinutes();
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/**
 * When the window opens next, after `at`, by local time. In the night when clocks go forward, a window that begins in the
 * hour that is left out opens at its end, and one that lies in it whole does not open; in the night when they go back it
 * may open twice.
 */
export function nextOpening(window: Window, at: Date): Date {
  for (let day = 0; ; day += 1) {
    const usual = new Date(at);
    // The day first: an hour that is left out today is there tomorrow.
    usual.setDate(usual.getDate() + day);
    usual.setHours(Math.floor(window.from / 60), window.from % 60, 0, 0);
    const opening = changesClocks(usual) ? openingAround(window, usual, at) : usual;
    if (opening !== undefined && opening > at) return opening;
  }
}

const minuteMs = 60_000;
/** Clocks are never set by more than this. */
const aroundMs = 180 * minuteMs;

function changesClocks(around: Date): boolean {
  const offset = (ms: number) => new Date(around.getTime() + ms).getTimezoneOffset();
  return offset(-aroundMs) !== offset(aroundMs);
}

function openingAround(window: Window, usual: Date, after: Date): Date | undefined {
  for (let ms = -aroundMs; ms <= aroundMs; ms += minuteMs) {
    const minute = new Date(usual.getTime() + ms);
    const opens = isInWindow(window, minute) && !isInWindow(window, new Date(minute.getTime() - minuteMs));
    if (opens && minute > after) return minute;
  }
  return undefined;
}
