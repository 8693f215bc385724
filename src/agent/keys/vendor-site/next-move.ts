import type { Answers } from "./answers.ts";
import { downloadMove } from "./download-move.ts";
import { asksForPassword, loginMove } from "./login-move.ts";
import type { PageRequest, View } from "./page.ts";
import type { PageSigns } from "./page-signs.ts";
import { leaveMove, pressMove } from "./press-move.ts";
import { serialMove } from "./serial-move.ts";
import type { VendorSiteErrorCode } from "./vendor-site-error.ts";

/** `entering` until the serial number was typed, then `asked`, and `confirmed` once it was confirmed. */
export type Stage = "entering" | "asked" | "confirmed";

/** One thing that is done on a page. */
export interface Move {
  readonly kind: "accept" | "login" | "serial" | "confirm" | "download" | "refresh" | "login-link" | "start";
  readonly request: PageRequest;
}

/** How often one thing is done on one walk. */
const mostTries = {
  accept: 3,
  login: 2,
  serial: 3,
  confirm: 3,
  download: 2,
  refresh: 4,
  "login-link": 2,
  start: 2,
} as const;

/** All that the next move depends on. */
export interface Known {
  readonly view: View;
  readonly answers: Answers;
  readonly signs: PageSigns;
  readonly tried: ReadonlyMap<Move["kind"], number>;
  readonly stage: Stage;
  readonly last: Move["kind"] | undefined;
  /** What was not said before the serial number was typed. */
  readonly says: readonly string[];
}

/** What a person would do next; `undefined` when the page offers nothing that leads on. */
export function nextMove(known: Known): Move | undefined {
  const move = known.stage === "entering" ? moveBefore(known) : moveAfter(known);
  return move && triesOf(known, move.kind) < mostTries[move.kind] ? move : undefined;
}

export function stageAfter(stage: Stage, done: Move["kind"]): Stage {
  if (done === "serial") return "asked";
  if (done === "login" || done === "login-link" || done === "start") return "entering";
  return done === "confirm" || done === "download" ? "confirmed" : stage;
}

/** Asked for a password again right after one was given. A page with a way out is one that let us in. */
export function isLoginRefused({ view, signs, last, says, tried }: Known): boolean {
  if (last !== "login") return false;
  const refused = says.some((phrase) => signs.says.loginRefused(phrase));
  if (!asksForPassword(view)) return refused && leaveMove(view, signs.press.logout, signs) === undefined;
  if (!refused && (tried.get("accept") ?? 0) === 0 && pressMove(view, signs.press.accept, signs)) return false;
  return refused || leaveMove(view, signs.press.logout, signs) === undefined;
}

/** Why there is no license, if the page says so. */
export function refusalIn(
  says: readonly string[],
  signs: PageSigns,
): readonly [VendorSiteErrorCode, string] | undefined {
  const other = says.find((phrase) => signs.says.otherAccount(phrase));
  if (other !== undefined)
    return ["vendor-not-yours", `the licenses belong to another account: "${other.slice(0, 200)}"`];
  const unknown = says.find((phrase) => signs.says.serialUnknown(phrase));
  if (unknown !== undefined)
    return ["vendor-serial-unknown", `the site has no license for the serial number: "${unknown.slice(0, 200)}"`];
  return undefined;
}

function moveBefore(known: Known): Move | undefined {
  const { view, answers, signs, last } = known;
  const accept = pressMove(view, signs.press.accept, signs);
  if (accept && triesOf(known, "accept") < mostTries.accept) return { kind: "accept", request: accept };
  const login = loginMove(view, answers, signs);
  const serial = serialMove(view, answers, signs);
  if (login && !(serial && last === "login")) return { kind: "login", request: login };
  if (serial) return { kind: "serial", request: serial };
  return onward(view, signs);
}

function moveAfter(known: Known): Move | undefined {
  const { view, answers, signs, stage, says } = known;
  const refused = refusalIn(says, signs) !== undefined;
  const press = (kind: "confirm", word: (label: string) => boolean): Move | undefined => {
    const request = pressMove(view, word, signs, answers);
    return request && triesOf(known, kind) < mostTries[kind] ? { kind, request } : undefined;
  };
  const load = downloadMove(view, answers, signs);
  const download: Move | undefined =
    load && (load.sure || !refused) && triesOf(known, "download") < mostTries.download
      ? { kind: "download", request: load.request }
      : undefined;
  const confirm = press("confirm", signs.press.confirm);
  const first = stage === "asked" ? (confirm ?? download) : (download ?? confirm);
  if (first) return first;
  const login = loginMove(view, answers, signs);
  if (login) return { kind: "login", request: login };
  if (refused) return undefined;
  const weaker = press("confirm", signs.press.accept) ?? press("confirm", signs.press.goOn);
  const serial = serialMove(view, answers, signs);
  return weaker ?? (serial && { kind: "serial", request: serial }) ?? onward(view, signs);
}

/** By itself, or by a link to where the way begins. */
function onward(view: View, signs: PageSigns): Move | undefined {
  const { register, document } = signs.press;
  const refresh = view.find((page) => page.refresh)?.refresh;
  if (refresh) return { kind: "refresh", request: { method: "GET", url: refresh } };
  const login = pressMove(view, (label) => signs.press.login(label) && !register(label), signs);
  if (login) return { kind: "login-link", request: login };
  const start = pressMove(view, (label) => signs.press.start(label) && !register(label) && !document(label), signs);
  return start && { kind: "start", request: start };
}

function triesOf({ tried }: Known, kind: Move["kind"]): number {
  return tried.get(kind) ?? 0;
}
