/** The meanings of the reasons of dead letters. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['failed', 'its handlers failed at every attempt'],
  ['crashed', 'the process died in its handlers'],
  ['suspected', 'the process died in its handlers, or in those that ran beside them'],
  ['invalid', 'its body does not match the class of its command'],
]);

/** Returns a reason with its meaning. */
export function reasonInWords(reason: string): string {
  const means = REASONS.get(reason);
  return means === undefined ? reason : `${reason}, because ${means}`;
}
