/** A body that may be slow to check. */
export interface WorstBody {
  what: string;
  json: string;
}

/** The default `bodyLimit` of the package, in characters. */
const MAX_LENGTH = 256 * 1024;

/** Marks the place that {@link filled} replaces. */
const HOLE = 'HOLE';

/** Elements that no class accepts, short and nested. */
const INVALID = ['{}', '[]', '7.5', '{"a":[{}]}'];

/**
 * Makes bodies of 256 KB from a valid one: each of its lists, and one of its texts, becomes a long list of valid or invalid
 * elements, or many unknown members are added.
 */
export function worstBodies(sample: object): WorstBody[] {
  const text = JSON.stringify(sample).slice(0, -1);
  return [
    ...places(sample).flatMap(([path, found]) => {
      const frame = JSON.stringify(withHole(sample, path));
      const valid = Array.isArray(found) && found.length > 0 ? [JSON.stringify(found[0])] : [];
      return [...valid, ...INVALID].map((element) => ({
        what: `${path.join('.')}: a list of ${element.slice(0, 20)}`,
        json: filled(frame, `"${HOLE}"`, '[', () => element, ']'),
      }));
    }),
    {
      what: 'unknown members',
      json: filled(`${text},${HOLE}}`, HOLE, '', (nth) => `"m${nth}":{}`, ''),
    },
    {
      what: 'unknown members, one a long integer, and the others missing',
      json: filled(`{"long":1234567890123456789,${HOLE}}`, HOLE, '', (nth) => `"m${nth}":1`, ''),
    },
  ];
}

/** Returns all lists, and the first member that is none, with the names and indexes that lead to them. */
function places(sample: object): [path: string[], found: unknown][] {
  const all = leaves(sample, []);
  const text = all.find(([, found]) => !Array.isArray(found));
  return [...all.filter(([, found]) => Array.isArray(found)), ...(text ? [text] : [])];
}

function leaves(within: object, path: string[]): [path: string[], found: unknown][] {
  return Object.entries(within).flatMap(([name, found]: [string, unknown]): [string[], unknown][] => {
    const here = [...path, name];
    if (typeof found !== 'object' || found === null) return [[here, found]];
    return [...(Array.isArray(found) ? [[here, found] as [string[], unknown]] : []), ...leaves(found, here)];
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
  let room = MAX_LENGTH - frame.length;
  const elements: string[] = [];
  for (let next = element(0); room > next.length; next = element(elements.length)) {
    elements.push(next);
    room -= next.length + 1;
  }
  return frame.replace(hole, () => `${open}${elements.join(',')}${close}`);
}
