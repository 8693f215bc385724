import { type Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import type { DescribedOperation, Parameter, WireAnswer } from "./api-document.ts";
import { hostileValue, type Known, nearlyValid, validValue } from "./schema-values.ts";

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What the document allows, and some of what it does not. */
export function anyRequest({ path, parameters, body }: DescribedOperation, known: Known): fc.Arbitrary<WireRequest> {
  const valid = allowedValues(parameters, known);
  const withoutAccount = valid.map(({ "varsync-account": _, ...others }) => others);
  const oneHostile = fc
    .tuple(valid, fc.constantFrom(...parameters.map(({ name }) => name), ""), hostileValue)
    .map(([values, name, evil]) => (name === "" ? values : { ...values, [name]: evil }));
  const values = fc.oneof({ arbitrary: withoutAccount, weight: 3 }, oneHostile);
  const bodies: fc.Arbitrary<unknown> = body
    ? fc.oneof({ arbitrary: validValue(body, known, ""), weight: 3 }, nearlyValid(body, known), hostileValue)
    : fc.constant(undefined);
  return fc.tuple(values, bodies).map(([given, sentBody]) => toWire({ path, parameters }, given, sentBody));
}

/** Only what the document allows. */
export function allowedRequest(
  { path, parameters, body }: DescribedOperation,
  known: Known,
): fc.Arbitrary<WireRequest> {
  const bodies = body ? validValue(body, known, "") : fc.constant(undefined);
  return fc
    .tuple(allowedValues(parameters, known), bodies)
    .map(([given, sent]) => toWire({ path, parameters }, given, sent));
}

function allowedValues(parameters: readonly Parameter[], known: Known): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, validValue(schema, known, name)])), {
    requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name),
  });
}

function toWire(
  { path, parameters }: Pick<DescribedOperation, "path" | "parameters">,
  given: Readonly<Record<string, unknown>>,
  body: unknown,
): WireRequest {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => urlPart(given[name]));
  const query = parameters
    .filter(({ name, in: place }) => place === "query" && given[name] !== undefined)
    .map(({ name }) => `${name}=${urlPart(given[name])}`);
  const headers = parameters
    .filter(({ name, in: place }) => place === "header" && given[name] !== undefined)
    .map(({ name }): [string, string] => [name, headerText(given[name])]);
  return {
    path: query.length > 0 ? `${filled}?${query.join("&")}` : filled,
    headers: Object.fromEntries(headers),
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** Short enough for an address line that Node's own parser lets through. */
function urlPart(value: unknown): string {
  return encodeURIComponent(String(value).slice(0, 1500).toWellFormed());
}

function headerText(value: unknown): string {
  return String(value)
    .slice(0, 5000)
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?");
}

/** An answer with its headers. */
export interface HeadedAnswer extends WireAnswer {
  readonly headers: Readonly<Record<string, unknown>>;
}

/** By Node's own client, which leaves a path as it is. */
export async function send(
  agent: Agent,
  url: string,
  method: string,
  { path, headers, body }: WireRequest,
  token: string | undefined,
): Promise<HeadedAnswer> {
  const sent = request(url, {
    agent,
    path,
    method,
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<import("node:http").IncomingMessage>();
  sent.on("response", resolve).on("error", reject).end(body);
  const answer = await promise;
  return {
    status: answer.statusCode ?? 0,
    contentType: answer.headers["content-type"] ?? "",
    headers: answer.headers,
    text: await text(answer),
  };
}
