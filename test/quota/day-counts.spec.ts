import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, networkOf, type GroupEntry } from '../../src/quota/day/count-entry.js';
import { DayCounts } from '../../src/quota/day/day-counts.js';
import { atHour, ENDS_AT, MINUTE_MS, STARTS_AT } from './simulated-day.js';

const oneOf = (...values: string[]) => fc.constantFrom(...values);

/** Groups, each with its creation, its dissolution, or both; they arrive in any order. */
const groups = fc.array(
  fc.record({
    at: fc.integer({ min: STARTS_AT, max: ENDS_AT - 1 }),
    by: fc.record({
      operator: oneOf('alice', 'bob', 'bot'),
      platform: oneOf('iOS', 'RESTAPI'),
      type: oneOf('Public', 'Private'),
      network: oneOf('203.0.113.0/24', '2001:db8:0:1::/64'),
    }),
    kind: oneOf('created', 'dissolved', 'both'),
    order: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 60 },
);

describe('DayCounts', () => {
  it('agrees with exact counting, in any order of arrival', () => {
    fc.assert(
      fc.property(groups, (all) => {
        const counts = new DayCounts(STARTS_AT, ENDS_AT);
        const entries = all.flatMap(({ at, by, kind, order }, nth) => {
          const group = `@TGS#${nth}`;
          const creation: GroupEntry = { at, group, by };
          const dissolution: GroupEntry = { at, group, dissolved: by.type };
          const both = order < 0.5 ? [creation, dissolution] : [dissolution, creation];
          return kind === 'both' ? both : [kind === 'created' ? creation : dissolution];
        });
        for (const entry of entries) counts.add(entry);
        const created = all.filter(({ kind }) => kind !== 'dissolved');
        const dissolved = all.filter(({ kind }) => kind !== 'created');
        expect(counts).toMatchObject({
          created: created.length,
          dissolved: dissolved.length,
          net: created.length - dissolved.length,
          unattributed: all.filter(({ kind }) => kind === 'dissolved').length,
        });
        expect(counts.curve.between(STARTS_AT - 1000, ENDS_AT)).toBe(counts.net);
        for (const dimension of DIMENSIONS) {
          for (const { key, created: number, net, share } of counts.top(dimension, 10)) {
            const of = created.filter(({ by }) => by[dimension] === key);
            const again =
              dimension === 'type'
                ? dissolved.filter(({ by }) => by.type === key)
                : of.filter(({ kind }) => kind === 'both');
            expect({ number, net, share }).toEqual({
              number: of.length,
              net: of.length - again.length,
              share: of.length / created.length,
            });
          }
        }
      }),
    );
  });

  it('has a point for each minute with a change', () => {
    const counts = new DayCounts(STARTS_AT, ENDS_AT);
    const by = { operator: 'a', platform: 'iOS', type: 'Public', network: 'unknown' };
    [9, 9.001, 9.5, 8].forEach((hour, nth) => counts.add({ at: atHour(hour), group: String(nth), by }));
    counts.add({ at: atHour(10), group: '0', dissolved: 'Public' });
    const points = counts.curve.points(ENDS_AT).map(({ at, used }) => [at - STARTS_AT, used]);
    expect(points.map(([, used]) => used)).toEqual([1, 3, 4, 3]);
    expect(points.map(([at]) => Math.floor(at! / MINUTE_MS))).toEqual([480, 540, 570, 600]);
    expect(counts.curve.points(atHour(9))).toHaveLength(1);
  });
});

it.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:DB8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0001::', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['no address', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
