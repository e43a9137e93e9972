/** A key, such as an operator's account, and the groups of the day that were created by it. */
export interface QuotaShare {
  readonly key: string;
  /** Groups created on the day: exact up to 1,000 keys, and beyond that too low by at most a thousandth of all. */
  readonly created: number;
  /** `created` without those that were dissolved on the same day. */
  readonly net: number;
  /** Share of the day's creations. */
  readonly share: number;
}
