import { byteText } from "../../license/byte-text.ts";
import type { Credential } from "../credential.ts";
import type { Endpoint } from "../endpoint.ts";
import type { BoxHttp } from "../transport/http/box-http.ts";
import { type BoxCommandLine, commandAnswer, mostAnswerBytes } from "./command-line.ts";
import type { BoxCommand } from "./delivery-door.ts";

/** Commands by `http://<ip>/!<command line>` [D]. */
export function httpCommandLine(http: BoxHttp, endpoint: Endpoint, credential: Credential): BoxCommandLine {
  return {
    async run(command, signal) {
      const answer = await http.get(endpoint, commandPath(command), { credential, maxBytes: mostAnswerBytes, signal });
      return commandAnswer(byteText(answer.body), answer.status >= 400 || answer.unauthorized);
    },
  };
}

/**
 * The command as a path, byte by byte: a blank is `%20` and never `+`, on which firmware differs [C]; `/`, `,`, `=` and
 * `:` stay.
 */
export function commandPath(command: BoxCommand): string {
  const encoded = command.replace(
    /[^A-Za-z0-9\-_.~/,=:]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return `/!${encoded}`;
}
