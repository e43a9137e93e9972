import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, MaxLength, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallbackClass } from '../../src/callbacks/callback-class.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { revivedBody, typedBody } from '../../src/callbacks/wire/typed-body.js';
import { byRequestId, WireInteger, WireObject, WireObjects, WireString } from '../../src/index.js';
import { RejectedRequest } from '../../src/protocol/rejected-request.js';
import { sampleCallback } from '../../src/testing/index.js';
import { changedBody } from './changed-body.js';

/** All that can be seen of a value: classes, members in their order, values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', Object.getPrototypeOf(value), value.map(shape)];
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, shape(member)]);
  return [Object.getPrototypeOf(value), members];
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** Either a short fault in words, or an instance that is read as itself, and shares no object with the body. */
function assertReading(callback: CallbackClass, body: object): void {
  let typed: object;
  try {
    typed = typedBody(callback, body);
  } catch (error) {
    expect(error).toBeInstanceOf(RejectedRequest);
    expect((error as Error).message).toMatch(
      /^(each value in )?\S* (must (be|not) .{1,1100}|is missing.{0,1100})$/s,
    );
    return;
  }
  expect(typed).toBeInstanceOf(callback);
  expect(Object.keys(typed).filter((name) => !Object.hasOwn(body, name))).toEqual([]);
  expect(shape(typedBody(callback, JSON.parse(JSON.stringify(typed)) as object))).toEqual(shape(typed));
  expect(shape(revivedBody(callback, body))).toEqual(shape(typed));
  // What a handler changes in its body, nobody else sees.
  const received = new Set(objectsIn(body));
  expect(objectsIn(typed).filter((each) => received.has(each))).toEqual([]);
}

it.each(CATALOGUE.map((callback) => [callback.command, callback] as const))(
  '%s is read or refused in the same words, with any change of its sample',
  (command, callback) => {
    fc.assert(
      fc.property(changedBody(sampleCallback(command)), (body) => assertReading(callback, body)),
      { numRuns: 200 },
    );
  },
);

/** As an app would write it. */
class GiftBody {
  static readonly command = 'Live.CallbackAfterSendGift';
  static readonly event = 'live.giftSent';
  static readonly idempotencyKey = byRequestId;
  @WireString() GiftId!: string;
}
class Sender {
  @WireString() Nick!: string;
}
class CheckedSender {
  @WireString() @MaxLength(3) Nick!: string;
}
class PlainGift extends GiftBody {
  seenBy: string[] = [];
  @WireObject(() => Sender, { optional: true }) Sender?: Sender;
  @WireInteger({ optional: true }) Count?: number;
  get label(): string {
    return this.GiftId;
  }
  describe(): string {
    return this.label;
  }
}
class LimitedGift extends GiftBody {
  @WireString() @MaxLength(3) Name!: string;
}
class ListedGift extends GiftBody {
  @IsIn(['a', 'b']) Kind!: string;
}
class NestedGift extends GiftBody {
  @WireObject(() => CheckedSender) Sender!: CheckedSender;
}
class DeepGift extends GiftBody {
  @WireObjects(() => CheckedSender) Senders!: CheckedSender[];
}
class ForeignGift extends GiftBody {
  @Type(() => Sender) @ValidateNested() Sender!: Sender;
}
class FewGifts extends GiftBody {
  @WireObjects(() => Sender) @ArrayMaxSize(2) Senders!: Sender[];
}
class ConvertedGift extends GiftBody {
  @Transform(({ value }: { value: unknown }) => `${String(value)}!`) @WireString() Name!: string;
}
class DatedGift extends GiftBody {
  @Type(() => Date) At!: Date;
}
class HiddenGift extends GiftBody {
  @Exclude() Secret!: string;
}
class RenamedGift extends GiftBody {
  @Expose({ name: 'name' }) Name!: string;
}
class ReplacedGift extends GiftBody {
  @MaxLength(2) declare GiftId: string;
}
class RetypedGift extends GiftBody {
  @WireInteger() declare GiftId: never;
}

describe("a class of the app's own", () => {
  const nick = { Nick: 'Ann' };

  it('is read from any body', () => {
    const sample = { GiftId: 'g', Count: '3', Sender: nick, seenBy: ['x'], label: 'l', describe: 'd' };
    fc.assert(
      fc.property(changedBody(sample), (body) => assertReading(PlainGift, { seenBy: [], ...body })),
      { numRuns: 1000 },
    );
    const gift = typedBody(PlainGift, sample);
    expect(gift).toEqual(
      Object.assign(new PlainGift(), { GiftId: 'g', Count: 3, seenBy: ['x'], Sender: nick }),
    );
    expect(gift).toMatchObject({ label: 'g' });
  });

  it.each<[string, CallbackClass, good: object, bad: object, fault: RegExp]>([
    ['a validator', LimitedGift, { Name: 123 }, { Name: 'abcd' }, /^Name must be shorter than/],
    [
      'a validator of a member without a Wire decorator',
      ListedGift,
      { Kind: 'a' },
      { Kind: 'c' },
      /^Kind must be/,
    ],
    [
      'a validator of a member within',
      NestedGift,
      { Sender: nick },
      { Sender: { Nick: 'abcd' } },
      /^Nick must be/,
    ],
    [
      'a validator of members of a list',
      DeepGift,
      { Senders: [nick] },
      { Senders: [nick, { Nick: 'abcd' }] },
      /^Nick/,
    ],
    [
      'a validator of a list',
      FewGifts,
      { Senders: [nick] },
      { Senders: [nick, nick, nick] },
      /^Senders must contain/,
    ],
    [
      'Wire decorators in a class of class-transformer',
      ForeignGift,
      { Sender: nick },
      { Sender: {} },
      /^Nick is missing$/,
    ],
    [
      'a validator of its own, of a member of its base',
      ReplacedGift,
      { GiftId: 'ab' },
      { GiftId: 'abc' },
      /^GiftId/,
    ],
    [
      'a Wire decorator of its own, of a member of its base',
      RetypedGift,
      { GiftId: 7 },
      { GiftId: 'g' },
      /^GiftId/,
    ],
  ])('is checked by %s', (_what, callback, good, bad, fault) => {
    expect(typedBody(callback, { GiftId: 'g', ...good })).toBeInstanceOf(callback);
    expect(() => typedBody(callback, { GiftId: 'g', ...bad })).toThrow(fault);
  });

  it.each<[string, CallbackClass, body: object, typed: object]>([
    ['a conversion', ConvertedGift, { Name: 7 }, { Name: '7!' }],
    ['a date', DatedGift, { At: '2026-01-01' }, { At: new Date('2026-01-01') }],
    ['a member that is left out', HiddenGift, { Secret: 's' }, {}],
    ['a member of another name', RenamedGift, { name: 'n' }, { Name: 'n' }],
    ['a class within', ForeignGift, { Sender: { Nick: 5 } }, { Sender: { Nick: '5' } }],
  ])('is made by class-transformer: %s', (_what, callback, body, typed) => {
    expect({ ...typedBody(callback, { GiftId: 'g', ...body }) }).toEqual({ GiftId: 'g', ...typed });
  });
});
