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

/** When the window opens next, after `at`; it may be a day's whole length away. Local time, daylight saving included. */
export function nextOpening({ from }: Window, at: Date): Date {
  const opening = new Date(at);
  opening.setHours(Math.floor(from / 60), from % 60, 0, 0);
  if (opening <= at) opening.setDate(opening.getDate() + 1);
  return opening;
}
