/** What logs in to a box. Goes only to a box that a person enrolled, and never into a log, journal or error text. */
export interface Credential {
  readonly user: string;
  readonly password: string;
}
