import { BoxError } from "../../box/box-error.ts";
import type { Breaker } from "../journal/breakers.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";

/** Why the box is not written, if it or its whole profile is set aside until a person has looked. */
export async function whySetAside(site: Site, look: Look): Promise<BoxError | undefined> {
  const breaker = await site.journal.breakers.open(look.serial, look.identity.profile.id);
  return breaker && setAside(breaker, look);
}

function setAside({ scope, message, since }: Breaker, look: Look): BoxError {
  const name = scope.replace(/^(box|profile):/, "");
  const text = `set aside since ${since}: ${message}; when you have looked: varsync release ${name}`;
  return new BoxError("set-aside", text, { serial: look.serial, address: look.identity.endpoint.address });
}
