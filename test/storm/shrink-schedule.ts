/**
 * Leaves out faults as long as the storm stays red: first many together, then each.
 *
 * @param isRed plays a storm with these faults
 */
export async function shrinkSchedule<Fault>(
  faults: readonly Fault[],
  isRed: (faults: readonly Fault[]) => Promise<boolean>,
): Promise<readonly Fault[]> {
  let kept = faults;
  for (let size = Math.ceil(faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length;) {
      const fewer = kept.toSpliced(start, size);
      if (await isRed(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}
