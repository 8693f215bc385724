import { encodeGetRequest, requestIds } from "./get-request.ts";
import type { GetResponse } from "./get-response.ts";

/** What is to be done about an answer. */
export type Verdict = "done" | "ask-again" | "not-ours";

/** What is asked of each address, and whether an answer belongs to it. */
export interface Questions {
  packetFor(address: string): Buffer;
  judge(address: string, answer: GetResponse): Verdict;
}

interface Question {
  readonly requestId: number;
  readonly oids: readonly string[];
}

/**
 * The same object identifiers for everybody, encoded once. One that a box does not have makes SNMPv1 refuse the whole
 * request: it is asked again for the others. Request ids cannot be guessed and differ from address to address.
 * @param random an integer from 0 to below its argument
 */
export function createQuestions(
  community: string,
  oids: readonly string[],
  random: (below: number) => number,
): Questions {
  const encoded = new Map<readonly string[], (requestId: number) => Buffer>();
  const encodeFor = (wanted: readonly string[]) => {
    const known = encoded.get(wanted) ?? encodeGetRequest(community, wanted);
    encoded.set(wanted, known);
    return known;
  };
  const shorter = new Map<string, readonly string[]>();
  const without = (wanted: readonly string[], index: number) => {
    const left = wanted.filter((_, at) => at !== index);
    const key = left.join();
    const known = shorter.get(key) ?? left;
    shorter.set(key, known);
    return known;
  };
  const key = random(requestIds.count);
  const narrowed = new Map<string, Question>();
  const questionFor = (address: string): Question => narrowed.get(address) ?? { requestId: idFor(address, key), oids };

  return {
    packetFor(address) {
      const question = questionFor(address);
      return encodeFor(question.oids)(question.requestId);
    },
    judge(address, answer) {
      const question = questionFor(address);
      if (answer.requestId !== question.requestId) return "not-ours";
      if (answer.errorStatus === 0) return "done";
      // An index that says nothing: the last one is the least important.
      const named = answer.errorIndex - 1;
      const missing = named >= 0 && named < question.oids.length ? named : question.oids.length - 1;
      const left = without(question.oids, missing);
      if (left.length === 0) return "not-ours";
      narrowed.set(address, { requestId: requestIds.first + random(requestIds.count), oids: left });
      return "ask-again";
    },
  };
}

function idFor(address: string, key: number): number {
  const number = address.split(".").reduce((all, part) => all * 256 + Number(part), 0);
  return requestIds.first + ((number + key) % requestIds.count);
}
