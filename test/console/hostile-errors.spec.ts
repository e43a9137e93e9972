import type { CanActivate } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/delivery/port/delivery.js';
import { inProcessDelivery } from '../../src/index.js';
import type { DeliveryContext } from '../../src/store/index.js';
import { ADAPTERS } from '../support/create-test-app.js';
import { HOSTILE } from '../support/hostile-values.js';
import { createConsoleApp } from './create-console-app.js';
import { EventSource } from './event-source.js';

const LETTERS = '/api/dead-letters?registration=default';
const FAULT = { status: 500, json: { message: 'the console failed: the log of the app has the error' } };

/** The in-process delivery, whose store refuses to be read. */
const refusing = (refuse: () => never) => async (context: DeliveryContext) => {
  const delivery: Delivery = await inProcessDelivery()(context);
  const refused = () => new Promise<never>(() => refuse());
  Object.assign(delivery, { stats: refused });
  Object.assign(delivery.deadLetters, { list: refused, count: refused });
  return delivery;
};

describe.each(HOSTILE)('%s', (_name, hostile) => {
  const refuse = (): never => {
    throw hostile();
  };

  it.each(ADAPTERS)('is answered 500 if a function of the app throws it (%s)', async (adapter) => {
    const guard: CanActivate = { canActivate: refuse };
    for (const console of [{ access: refuse }, { actor: refuse }, { guards: [guard] }]) {
      const test = await createConsoleApp({ adapter, console });
      const answer = await test.command('replay', { registration: 'default', id: 'none' });
      expect(answer).toMatchObject(FAULT);
    }
  });

  it('is answered 500 if the store throws it, and the stream goes on', async () => {
    const test = await createConsoleApp({ options: { delivery: refusing(refuse), quota: false } });
    expect(await test.get(LETTERS)).toMatchObject(FAULT);
    expect(await test.get('/api/overview')).toMatchObject({ json: { registrations: [{ stats: null }] } });
    const source = await EventSource.open(test);
    await source.until(({ overviews }) => overviews.length > 0);
    expect(source.overviews[0]?.registrations[0]?.stats).toBeNull();
  });
});
