/** What AlarmService says when a level is reached, whichever. */
const LEVEL = /^(\d+) % of today's groups/;

const LEVELS = '70, 80, 90, 100';

/** Those of the lines that tell of a level. */
export function levelMessages(logged: readonly string[]): string[] {
  return logged.filter((line) => LEVEL.test(line));
}

/**
 * Checks that every level was told once and in order, and beside that only what was to be noted.
 *
 * @returns what is not as it should be
 */
export function faultsOfLog(logged: readonly string[], notes: readonly string[]): string[] {
  const levels = logged.flatMap((line) => LEVEL.exec(line)?.[1] ?? []).join(', ');
  const others = logged.filter((line) => !LEVEL.test(line));
  return [
    ...(levels === LEVELS ? [] : [`the levels that were told are ${levels || 'none'}, not ${LEVELS}`]),
    ...without(notes, others).map((line) => `the app should have said: ${line}`),
    ...without(others, notes).map((line) => `the app should not have said: ${line}`),
  ];
}

/** Those of `lines` that are not among `others`; a line that is there twice has to be among them twice. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const found = left.indexOf(line);
    if (found !== -1) left.splice(found, 1);
    return found === -1;
  });
}
