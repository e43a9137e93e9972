import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from '../../src/protocol/json-body.js';

const read = (text: string) => parseJsonBody(Buffer.from(text));

describe('long integers', () => {
  it('arrive as the strings of their digits, and everything else as JSON has it', () => {
    const strings = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d\\",:{}[\]]{0,40}$/));
    const numbers = fc.oneof(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.integer());
    const long = fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }).map((digits) => ({ digits: String(digits) }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        strings,
        numbers,
        fc.constantFrom(true, null),
        long,
        fc.array(tie('value')),
        fc.dictionary(strings, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1), (body, indent) => {
        // The digits go into the text without their quotes, and come out as a string.
        const text = JSON.stringify({ body }, undefined, indent);
        const bare = text.replace(/\{\s*"digits":\s*"(\d+)"\s*\}/g, '$1');
        const expected = text.replace(/\{\s*"digits":\s*("\d+")\s*\}/g, '$1');
        expect(JSON.stringify(read(bare))).toBe(JSON.stringify(withoutUnsafe(JSON.parse(expected))));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '{12345678901234567890:1}',
    '{"a":01234567890123456789}',
    '{"a":--12345678901234567890}',
    '{"a":x12345678901234567890}',
    '{"a" 12345678901234567890}',
    '{"a":12345678901234567890',
    `{"a":"${'\\"'.repeat(120_000)}\\`,
    `{12345678901234567890${'"\\\n'.repeat(80_000)}`,
  ])('do not make JSON of what is none: %s', (text) => {
    const { user } = process.cpuUsage();
    expect(() => read(text)).toThrow('the body is not valid JSON');
    expect(process.cpuUsage().user - user).toBeLessThan(500_000);
  });

  it.each([
    ['1.12345678901234567890', 1.1234567890123457],
    ['1e-12345678901234567', 0],
    ['12345678901234567890e2', Number('1234567890123456789000')],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740993', '-9007199254740993'],
  ])('%s is %s', (text, value) => {
    expect(read(`{"a": ${text} }`)).toEqual({ a: value });
  });
});

function withoutUnsafe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnsafe);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !['__proto__', 'constructor'].includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutUnsafe(member)]));
}
