/** Why an agent writes nothing to boxes and spends nothing, until a person has looked. */
export interface StandBack {
  /** `agent-moved`: its state folder woke on another machine; `agent-copied`: there are two of it. */
  readonly code: "agent-moved" | "agent-copied";
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

const nothing = "nothing is written to boxes and nothing is spent; varsync release agent";

export const standBackMessages: Readonly<Record<StandBack["code"], string>> = {
  "agent-moved": `the state folder comes from another machine, where its agent may still be at work: ${nothing}, when that one is gone`,
  "agent-copied": `another agent with the same id is at work, from a copied state folder or machine: ${nothing}, to make this one an agent of its own`,
};

/** An agent that stands back does not write. */
export class StandsBackError extends Error {
  readonly code: StandBack["code"];

  constructor({ code, message }: StandBack) {
    super(message);
    this.name = "StandsBackError";
    this.code = code;
  }
}
