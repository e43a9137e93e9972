/** When the first result of a batch of pushes happened; its `EventTime` is in seconds. */
export function firstEventTime({ Events: [first] }: { Events: { EventTime: number }[] }): number | undefined {
  return first && first.EventTime * 1000;
}
