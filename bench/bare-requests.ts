import got from "got";
import type { RecordedRequest } from "./record-requests.ts";

/** Sends the requests by got and nothing else, 10 at a time, as rounds have 10 boxes at a time. */
export async function sendBare(requests: readonly RecordedRequest[]): Promise<void> {
  const left = requests.values();
  const worker = async () => {
    for (const { url, headers } of left) {
      await got(url, { headers, retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false });
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
}
