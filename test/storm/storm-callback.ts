import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { NTH } from './storm-settings.js';

/** A callback of a storm. */
export interface StormCallback {
  readonly nth: number;
  readonly command: string;
  readonly text: string;
  /** The status that it must be answered with. */
  readonly answer: 200 | 400;
  /** What has to become of it: each handler is done or named by a dead letter, it is a dead letter, or nothing. */
  readonly ends: 'handled' | 'invalid' | 'answered';
}

/** After-callbacks, and the members that identify the nth one, where that is not the whole body. */
const COMMANDS = {
  'Group.CallbackOnDailyGroupQuotaAlarm': (nth: number) => ({ QuotaUsed: nth }),
  'Group.CallbackAfterSendMsg': (nth: number) => ({ MsgSeq: nth }),
  'Group.CallbackAfterCreateGroup': () => ({}),
  'Group.CallbackAfterGroupDestroyed': () => ({}),
  'C2C.CallbackAfterSendMsg': (nth: number) => ({ MsgKey: `${nth}_1_1` }),
  'State.StateChange': () => ({}),
  'Sns.CallbackFriendAdd': () => ({}),
} as const;

const KNOWN = Object.entries(COMMANDS).map(([command, identify]) => {
  const sample: object = sampleCallback(command as keyof typeof COMMANDS);
  return { command, sample, identify };
});

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** A command that no class knows. */
const UNKNOWN = 'Storm.CallbackUnknown';

/** A callback whose answer Chat waits for. */
const BEFORE = 'Group.CallbackBeforeSendMsg';

/** Draws a callback: mostly an ordinary alarm, also other commands, odd bodies, and bodies that nobody can read. */
export function drawCallback(nth: number, random: () => number): StormCallback {
  const drawn = random() < 0.4 ? KNOWN[0] : KNOWN[Math.floor(random() * KNOWN.length)];
  const { command, sample, identify } = drawn ?? { command: UNKNOWN, sample: {}, identify: () => ({}) };
  const body = { ...sample, ...identify(nth), [NTH]: nth };
  const lot = random();
  if (lot < 0.02) return { nth, command: UNKNOWN, text: text({ [NTH]: nth, a: [{}] }), ...HANDLED };
  if (lot < 0.06) {
    const asked = text({ ...sampleCallback(BEFORE), [NTH]: nth });
    return { nth, command: BEFORE, text: asked, answer: 200, ends: 'answered' };
  }
  if (lot < 0.07) return { nth, command, text: text(body).slice(0, -1), answer: 400, ends: 'answered' };
  if (lot < 0.08) {
    const unlike = text({ ...sampleCallback(ALARM), [NTH]: nth, Quota: [{}], QuotaUsed: {} });
    return {
      nth,
      command: ALARM,
      text: unlike,
      answer: 400,
      ends: 'invalid',
    };
  }
  return { nth, command, text: text(body, oddMember(random(), nth)), ...HANDLED };
}

const HANDLED = { answer: 200, ends: 'handled' } as const;

/** @param more members in JSON, each with a comma before it */
function text(body: object, more = ''): string {
  return `${JSON.stringify(body).slice(0, -1)}${more}}`;
}

/** A member that no callback documents: deep, very long, of very many members, or dangerous. */
function oddMember(lot: number, nth: number): string {
  if (lot < 0.85) return '';
  if (lot < 0.9) return `,"more":${JSON.stringify(Array.from({ length: 200 }, () => ({ nth, text: '群' })))}`;
  if (lot < 0.93) return `,"deep":${'[{"a":'.repeat(14)}1${'}]'.repeat(14)}`;
  if (lot < 0.96) return `,"__proto__":{"toJSON":1},"constructor":{"prototype":1},"long":1234567890123456789`;
  if (lot < 0.98) return `,"text":"${'\\u7fa4'.repeat(20_000)}"`;
  return `,"many":${JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`${nth}-${at}`, at])))}`;
}
