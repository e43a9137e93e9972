/** Share of the limit that is used, such as 0.7321 for 7,321 of 10,000; 1 when the limit is 0. */
export function usageOf({ used, quota }: { used: number; quota: number }): number {
  return quota === 0 ? 1 : used / quota;
}

/**
 * The highest level that this usage reaches; `null` when it is below all of them.
 *
 * @param levels ascending, each above 0 and at most 1, such as `[0.8, 0.9, 1]`
 * @param usage share of the limit, see {@link usageOf}
 */
export function highestLevel(levels: readonly number[], usage: number): number | null {
  return levels.findLast((level) => usage >= level) ?? null;
}
