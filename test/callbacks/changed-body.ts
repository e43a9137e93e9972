import fc from 'fast-check';

/** A place in a body: the object or list, and the name or index in it. */
type Place = [within: object, name: string];

/** What may stand where something else is expected. */
const ODD = [
  'null',
  '""',
  '"12"',
  '"-3"',
  '"1234567890123456789"',
  '1234567890123456',
  '-1',
  '0',
  '-0',
  '1.5',
  '1e300',
  'true',
  '"false"',
  '[]',
  '[[]]',
  '[[{"MsgType":"x","MsgContent":{}}]]',
  '["x",7,"8"]',
  '["x",null,{"a":1}]',
  '[{},[],"x"]',
  '{}',
  '{"a":{"b":[1,{"c":null}]}}',
  '{"__proto__":{"polluted":1},"toString":"x","valueOf":[1]}',
  '{"length":3,"0":"x"}',
];

/** Names of members that no class has, or that are no members. */
const NAMES = [
  'New',
  'usage',
  'toString',
  'hasOwnProperty',
  '__proto__',
  '__defineGetter__',
  '7',
  '',
  'EventTime',
];

const value = fc.oneof(fc.constantFrom(...ODD), fc.json({ maxDepth: 3 }));

/** One change: which place, what happens there, with what. */
const change = fc.record({
  nth: fc.nat(),
  kind: fc.constantFrom('delete', 'replace', 'replace', 'replace', 'add', 'repeat', 'wrap'),
  name: fc.oneof(fc.constantFrom(...NAMES), fc.string()),
  json: value,
});

/** A body that is right, and what becomes of it by some changes anywhere in it. */
export function changedBody(sample: object): fc.Arbitrary<object> {
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const body = JSON.parse(JSON.stringify(sample)) as object;
    for (const { nth, kind, name, json } of changes) {
      const places = placesIn(body);
      const place = places[nth % Math.max(1, places.length)];
      const [within, at] = place ?? [body, 'New'];
      const found: unknown = Reflect.get(within, at);
      const odd: unknown = JSON.parse(json);
      if (kind === 'delete') Reflect.deleteProperty(within, at);
      else if (kind === 'replace') put(within, at, odd);
      else if (kind === 'wrap') put(within, at, [found]);
      else if (kind === 'add') put(typeof found === 'object' && found !== null ? found : within, name, odd);
      else if (Array.isArray(found)) found.push(...(structuredClone(found) as unknown[]).slice(0, 4), odd);
    }
    // Lists with holes are no JSON.
    return JSON.parse(JSON.stringify(body)) as object;
  });
}

function put(within: object, name: string, member: unknown): void {
  if (Array.isArray(within) && !/^\d$/.test(name)) within.push(member);
  else
    Object.defineProperty(within, name, {
      value: member,
      enumerable: true,
      writable: true,
      configurable: true,
    });
}

function placesIn(within: object): Place[] {
  return Object.keys(within).flatMap((name): Place[] => {
    const member: unknown = Reflect.get(within, name);
    const inner = typeof member === 'object' && member !== null ? placesIn(member) : [];
    return [[within, name], ...inner];
  });
}
