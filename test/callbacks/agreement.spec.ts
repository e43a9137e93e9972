import { Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsUrl,
  MaxLength,
  validateSync,
  type ValidationError,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { revivedBody, typedBody } from '../../src/callbacks/wire/typed-body.js';
import type { CallbackClass } from '../../src/callbacks/callback-class.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { wireReader } from '../../src/callbacks/wire/wire-reader.js';
import { UNSURE } from '../../src/callbacks/wire/wire-rules.js';
import {
  byRequestId,
  GroupQuotaAlarmDto,
  WireInteger,
  WireObject,
  WireObjects,
  WireString,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { changedBody } from './changed-body.js';

/** What class-transformer and class-validator make of a body: nothing of ours is asked. */
function validatedBody(callback: CallbackClass, body: object): object {
  const typed = plainToInstance(callback, body);
  const found = faults(validateSync(typed, { stopAtFirstError: true, forbidUnknownValues: false }));
  if (found.length === 0) return typed;
  const named = found.slice(0, 10).join('; ').slice(0, 1000);
  throw new Error(found.length > 10 ? `${named}; and ${found.length - 10} more` : named);
}

function faults(errors: ValidationError[]): string[] {
  return errors.flatMap(({ constraints = {}, children = [] }) => [
    ...Object.values(constraints),
    ...faults(children),
  ]);
}

/** All of a value that can be told of it: classes, members in their order, values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', Object.getPrototypeOf(value), value.map(shape)];
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, shape(member)]);
  return [Object.getPrototypeOf(value), members];
}

function outcome(read: () => object): unknown {
  try {
    return shape(read());
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

function assertAgreement(callback: CallbackClass, body: object): void {
  const read = outcome(() => typedBody(callback, body));
  expect(read).toEqual(outcome(() => validatedBody(callback, body)));
  if (typeof read === 'string') return;
  const typed = typedBody(callback, body);
  expect(shape(revivedBody(callback, body))).toEqual(read);
  // What a handler changes in its body, nobody else sees.
  const received = new Set(objectsIn(body));
  expect(objectsIn(typed).filter((each) => received.has(each))).toEqual([]);
}

describe.each(CATALOGUE.map((callback) => [callback.command, callback] as const))(
  '%s',
  (_command, callback) => {
    const sample = sampleCallback(callback.command);

    it('is read without class-validator', () => {
      expect(wireReader(callback)?.read(sample)).toBeInstanceOf(callback);
    });

    it('is read as class-transformer and class-validator would', () => {
      fc.assert(
        fc.property(changedBody(sample), (body) => assertAgreement(callback, body)),
        { numRuns: 200 },
      );
    });
  },
);

/** As an app would write it. */
abstract class GiftBody {
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
  @WireObjects(() => Sender, { optional: true }) Others?: Sender[];
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
@Exclude()
class ExcludedGift extends GiftBody {}
class RenamedGift extends GiftBody {
  @Expose({ name: 'name' }) Name!: string;
}
class ConditionalGift extends GiftBody {
  @ValidateIf(() => false) @WireInteger() Count!: number;
}
class StrictAlarm extends GroupQuotaAlarmDto {
  @IsUrl() declare EventTime: number;
}
class ReplacedGift extends GiftBody {
  @MaxLength(2) declare GiftId: string;
}
class RetypedGift extends GiftBody {
  @WireInteger() declare GiftId: never;
}
class GivenGift extends GiftBody {
  @WireInteger() Count: unknown = 'none';
}
class SetGift extends GiftBody {
  @WireObjects(() => Sender) Senders!: Set<Sender>;
}
class MapGift extends GiftBody {
  @WireObject(() => Sender) Senders!: Map<string, Sender>;
}
class BareGift {
  static readonly command = 'Live.CallbackAfterSendGift';
  static readonly event = 'live.giftSent';
  static readonly idempotencyKey = byRequestId;
  Count?: number;
}

describe("a class of the app's own", () => {
  const nick = { Nick: 'Ann' };
  const sample = {
    GiftId: 'g',
    Name: 'abc',
    name: 'abc',
    Kind: 'a',
    Sender: nick,
    Senders: [nick],
    Others: [nick],
    At: '2026-01-01',
    Secret: 's',
    Count: '3',
    seenBy: ['x'],
    label: 'l',
    describe: 'd',
    QuotaUsed: 1,
    Quota: 2,
    EventTime: 3,
  };

  it('with nothing but Wire decorators is read without class-validator', () => {
    expect(wireReader(PlainGift)?.read(sample)).toBeInstanceOf(PlainGift);
  });

  const others: CallbackClass[] = [
    LimitedGift,
    ListedGift,
    NestedGift,
    DeepGift,
    ForeignGift,
    FewGifts,
    ConvertedGift,
    DatedGift,
    HiddenGift,
    ExcludedGift,
    RenamedGift,
    ConditionalGift,
    StrictAlarm,
    ReplacedGift,
    RetypedGift,
    GivenGift,
    SetGift,
    BareGift,
  ];

  it.each(others.map((callback) => [callback.name, callback] as const))(
    'with other decorators goes the long way: %s',
    (_name, callback) => {
      expect(wireReader(callback)?.read(sample) ?? UNSURE).toBe(UNSURE);
      fc.assert(
        fc.property(changedBody(sample), (body) => assertAgreement(callback, body)),
        { numRuns: 300 },
      );
    },
  );

  // Not compared with class-transformer, which makes no Map of any value but an object's entries.
  it('with a member that is declared as a Map is not read without class-validator', () => {
    expect(wireReader(MapGift)?.read({ GiftId: 'g', Senders: nick }) ?? UNSURE).toBe(UNSURE);
  });

  it('is read as class-transformer and class-validator would', () => {
    fc.assert(
      fc.property(changedBody(sample), (body) => assertAgreement(PlainGift, body)),
      { numRuns: 1000 },
    );
  });

  it.each<[string, CallbackClass, object]>([
    ['a validator', LimitedGift, { Name: 'abcd' }],
    ['a validator of a member without a Wire decorator', ListedGift, { Kind: 'c' }],
    ['a validator of a member within', NestedGift, { Sender: { Nick: 'abcd' } }],
    ['a validator of a list', FewGifts, { Senders: [nick, nick, nick] }],
    ['a validator of its own, of a member of its base', ReplacedGift, { GiftId: 'abc' }],
  ])('is checked by %s', (_what, callback, members) => {
    expect(() => typedBody(callback, { ...sample, ...members })).toThrow(/must/);
  });
});

it('the first ten faults of a long list are those that class-validator finds first', () => {
  const callback = CATALOGUE.find(({ event }) => event === 'group.messageRead')!;
  const receipt = { MsgSeq: 1, ReadNum: 1, UnreadNum: 1, ReadReceiptMembers: [{ Member_Account: 'a' }] };
  const odd = Array.from({ length: 200 }, (_, nth) => ({
    ...receipt,
    ReadReceiptMembers: nth % 3 ? [{}] : [],
  }));
  const body = { ...sampleCallback(callback.command), Type: 7.5, GroupMsgReceiptList: [...odd, receipt] };
  const firstTen = (read: () => object) => String(outcome(read)).split('; ').slice(0, 10);
  expect(firstTen(() => typedBody(callback, body))).toEqual(firstTen(() => validatedBody(callback, body)));
  expect(firstTen(() => typedBody(callback, body))).toHaveLength(10);
});
