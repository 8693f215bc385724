import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ClientRequest } from "node:http";

/** An HTTP request as it left this process. */
export interface RecordedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const channel = "http.client.request.start";

/** Notes every HTTP request that `work` sends, with its login. */
export async function recordRequests(work: () => Promise<unknown>): Promise<RecordedRequest[]> {
  const recorded: RecordedRequest[] = [];
  const note = (message: unknown) => {
    if (typeof message !== "object" || message === null || !("request" in message)) return;
    const { request } = message;
    if (!(request instanceof ClientRequest)) return;
    const authorization = request.getHeader("authorization");
    recorded.push({
      url: `http://${request.getHeader("host")}${request.path}`,
      headers: typeof authorization === "string" ? { authorization } : {},
    });
  };
  subscribe(channel, note);
  try {
    await work();
  } finally {
    unsubscribe(channel, note);
  }
  return recorded;
}
