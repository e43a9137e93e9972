/** A body that may be slow to look at. */
export interface WorstBody {
  what: string;
  json: string;
}

/** As long as a receiver reads by default, in characters. */
const LONGEST = 256 * 1024;

/** Stands where the body grows. */
const HOLE = 'HOLE';

/** Elements that no class wants, short and nested. */
const ODD = ['{}', '[]', '7.5', '{"a":[{}]}'];

/**
 * Bodies of 256 KB, made of one that is right: each of its lists, and one of its texts, grows by elements that are right and
 * that are not; members are added that nobody knows.
 */
export function worstBodies(sample: object): WorstBody[] {
  const text = JSON.stringify(sample).slice(0, -1);
  return [
    ...places(sample).flatMap(([path, found]) => {
      const frame = JSON.stringify(withHole(sample, path));
      const right = Array.isArray(found) && found.length > 0 ? [JSON.stringify(found[0])] : [];
      return [...right, ...ODD].map((element) => ({
        what: `${path.join('.')}: a list of ${element.slice(0, 20)}`,
        json: filled(frame, `"${HOLE}"`, '[', () => element, ']'),
      }));
    }),
    {
      what: 'members that nobody knows',
      json: filled(`${text},${HOLE}}`, HOLE, '', (nth) => `"m${nth}":{}`, ''),
    },
    {
      what: 'members that nobody knows, one a long integer, a missing one',
      json: filled(`{"long":1234567890123456789,${HOLE}}`, HOLE, '', (nth) => `"m${nth}":1`, ''),
    },
  ];
}

/** All lists, and the first text, with the names and indexes that lead to them. */
function places(sample: object): [path: string[], found: unknown][] {
  const all = leaves(sample, []);
  const text = all.find(([, found]) => !Array.isArray(found));
  return [...all.filter(([, found]) => Array.isArray(found)), ...(text ? [text] : [])];
}

function leaves(within: object, path: string[]): [path: string[], found: unknown][] {
  return Object.entries(within).flatMap(([name, found]: [string, unknown]): [string[], unknown][] => {
    const there = [...path, name];
    if (typeof found !== 'object' || found === null) return [[there, found]];
    return [
      ...(Array.isArray(found) ? [[there, found] as [string[], unknown]] : []),
      ...leaves(found, there),
    ];
  });
}

function withHole(within: unknown, [name, ...path]: string[]): unknown {
  if (name === undefined) return HOLE;
  const copy = structuredClone(within) as Record<string, unknown>;
  copy[name] = withHole(copy[name], path);
  return copy;
}

function filled(
  frame: string,
  hole: string,
  open: string,
  element: (nth: number) => string,
  close: string,
): string {
  let room = LONGEST - frame.length;
  const elements: string[] = [];
  for (let next = element(0); room > next.length; next = element(elements.length)) {
    elements.push(next);
    room -= next.length + 1;
  }
  return frame.replace(hole, () => `${open}${elements.join(',')}${close}`);
}
