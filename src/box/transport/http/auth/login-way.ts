import type { Credential } from "../../../credential.ts";
import { basicAnswer } from "./basic-answer.ts";
import { type DigestRequest, type DigestUse, digestAnswer } from "./digest-answer.ts";

/** How a box was, or is about to be, answered. */
export type LoginWay = { readonly scheme: "basic" } | { readonly scheme: "digest"; readonly use: DigestUse };

/** The `Authorization` header for the next request. */
export async function authorization(way: LoginWay, credential: Credential, request: DigestRequest): Promise<string> {
  return way.scheme === "basic" ? basicAnswer(credential) : digestAnswer(way.use, credential, request);
}
