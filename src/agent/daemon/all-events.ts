import { type SiteEvents, silentEvents } from "../reconcile/site-events.ts";

type Told = readonly Partial<SiteEvents>[];

/** Tells every listener; each hears what it asks for. */
export function allEvents(listeners: Told): SiteEvents {
  const names = Object.keys(silentEvents) as (keyof SiteEvents)[];
  const tell = (name: keyof SiteEvents) => {
    return (...facts: readonly unknown[]) => {
      for (const listener of listeners) if (listener[name]) Reflect.apply(listener[name], listener, facts);
    };
  };
  return Object.fromEntries(names.map((name) => [name, tell(name)])) as unknown as SiteEvents;
}
