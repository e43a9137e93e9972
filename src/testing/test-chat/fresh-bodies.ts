import { CATALOGUE } from '../../callbacks/catalogue.js';
import { hasSample, sampleCallback } from '../sample-callback.js';

/** Members that usually differ between callbacks, the first choice first. */
const CHANGING = ['EventTime', 'MsgTime', 'MsgSeq', 'MsgKey'];

/** Makes bodies that the receiver recognises as different callbacks. */
export class FreshBodies {
  private readonly used = new Set<string>();
  private made = 0;

  /**
   * Returns the sample of a command with the members of a test. A sample with an `EventTime` gets the present time. If its
   * idempotency key was used before, one of the other members changes: a test that gives all members of the key repeats a callback.
   */
  make(command: string, members: object): object {
    this.made += 1;
    const sample: object = hasSample(command) ? sampleCallback(command) : { CallbackCommand: command };
    const body = { ...sample, ...presentTime(sample), ...members };
    const free = Object.keys(sample).filter((name) => name !== 'CallbackCommand' && !(name in members));
    const candidates = [
      body,
      ...inOrder(free).map((name) => ({ ...body, [name]: varied(Reflect.get(body, name), this.made) })),
    ];
    const fresh = candidates.find((each) => !this.used.has(keyOf(command, each))) ?? body;
    this.used.add(keyOf(command, fresh));
    return fresh;
  }
}

/** Returns a value that is changed by a number: in a list the first element, in an object all members. */
function varied(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + by;
  if (typeof value === 'string') return /^\d+$/.test(value) ? String(Number(value) + by) : `${value}-${by}`;
  if (Array.isArray(value)) return value.map((each, index) => (index === 0 ? varied(each, by) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, varied(member, by)]));
}

/** Returns the present time in the form that the sample has: in ms or s, as a number or a string. */
function presentTime(sample: object): object {
  const given: unknown = Reflect.get(sample, 'EventTime');
  const inMs = Number(given) > 1e11;
  const now = inMs ? Date.now() : Math.floor(Date.now() / 1000);
  if (typeof given === 'number') return { EventTime: now };
  return typeof given === 'string' ? { EventTime: String(now) } : {};
}

function inOrder(names: string[]): string[] {
  return [
    ...CHANGING.filter((name) => names.includes(name)),
    ...names.filter((name) => !CHANGING.includes(name)),
  ];
}

/** Returns what the receiver compares; a callback without a key is never a duplicate. */
function keyOf(command: string, body: object): string {
  const callback = CATALOGUE.find((each) => each.command === command);
  return `${command} ${callback?.idempotencyKey(body, undefined) ?? JSON.stringify(body)}`;
}
