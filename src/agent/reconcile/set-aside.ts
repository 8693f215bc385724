import { BoxError } from "../../box/box-error.ts";
import type { Breaker } from "../journal/breakers.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";

/** What keeps the box from being written, if it or its whole profile is set aside until a person has looked. */
export function breakerOf({ journal }: Site, { serial, identity }: Look): Promise<Breaker | undefined> {
  return journal.breakers.open(serial, identity.profile.id);
}

/** The same as an error. */
export async function whySetAside(site: Site, look: Look): Promise<BoxError | undefined> {
  const breaker = await breakerOf(site, look);
  return breaker && setAsideError(breaker, look);
}

export function setAsideError({ scope, message, since }: Breaker, look: Look): BoxError {
  const name = scope.replace(/^(box|profile):/, "");
  const remedy = `varsync release ${name}`;
  const text = `set aside since ${since}: ${message}${message.includes(remedy) ? "" : `; when you have looked: ${remedy}`}`;
  return new BoxError("set-aside", text, { serial: look.serial, address: look.identity.endpoint.address });
}
