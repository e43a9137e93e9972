import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../simulation/seeded-random.js';

/** Values that a handler may throw. */
const ODD_VALUES: readonly (() => unknown)[] = [
  () => new Error('on purpose'),
  () => undefined,
  () => 'a text',
  () => Object.create(null),
  () => Object.assign(new Error('x'), { message: ['a', 'list'] }),
  () => new Proxy({}, { getPrototypeOf: () => Reflect.getPrototypeOf(Object(undefined)) }),
];

/**
 * What the odd handler does with a callback. The same callback has the same behaviour in every run of a seed.
 *
 * @param timeoutMs time after which the attempt has failed
 */
export async function behaveOddly(
  seed: number,
  nth: number,
  attempt: number,
  timeoutMs: number,
  mayDie: () => boolean,
): Promise<void> {
  const random = seededRandom(seed * 1_000_003 + nth);
  const lot = random();
  if (lot < 0.005) throw oddValue(random());
  if (lot < 0.03 && attempt <= 2) throw oddValue(random());
  if (lot < 0.04) await delay(500 + random() * (timeoutMs - 1500));
  else if (lot < 0.0405 && attempt === 1 && mayDie()) process.kill(process.pid, 'SIGKILL');
  else if (lot < 0.042 && attempt === 1) {
    if (random() < 0.5) await new Promise(() => {});
    await delay(timeoutMs * 2);
  } else if (lot < 0.3) await delay(random() * 30);
}

function oddValue(lot: number): unknown {
  return ODD_VALUES[Math.floor(lot * ODD_VALUES.length)]?.();
}
