import { BoxError, type BoxErrorFacts } from "../../../box-error.ts";

/** `auth-failed` without a try: the box asks for the password in a way in which it is not given, so it refused none. */
export class LoginNotSentError extends BoxError {
  constructor(message: string, facts: BoxErrorFacts) {
    super("auth-failed", message, facts);
  }
}
