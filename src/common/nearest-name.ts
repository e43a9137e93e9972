/** Returns the name that differs least from a misspelt one; `undefined` if none differs by at most a third of the letters. */
export function nearestName(misspelt: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.ceil(misspelt.length / 3) + 1;
  for (const name of names) {
    const differing = editsBetween(misspelt.toLowerCase(), name.toLowerCase());
    if (differing < least) [nearest, least] = [name, differing];
  }
  return nearest;
}

/** Number of letters that have to be inserted, removed or replaced. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [nth, letter] of Array.from(one).entries()) {
    const next = [nth + 1];
    for (const [index, its] of Array.from(other).entries()) {
      const replaced = (row[index] ?? 0) + (letter === its ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
