/** What does not agree, and the newest entry about it; 0 where no entry tells of it. */
export interface Difference {
  readonly message: string;
  readonly entry: number;
}
