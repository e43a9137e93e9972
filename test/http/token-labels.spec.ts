import { afterEach, describe, expect, it } from 'vitest';
import { ADAPTERS, createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

describe.each(ADAPTERS)('several tokens on %s', (adapter) => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it('have labels: answers and rejections name the label of the matching token', async () => {
    const token = [{ label: 'chat', value: 'one' }, { label: 'live', value: 'two' }, 'three'];
    test = await createTestApp({ adapter, options: { token } });
    const steps = new StepLog(test.app, 'answered', 'rejected');
    await test.callback({ token: 'two' });
    await test.callback({ token: 'one', body: '{' });
    await test.callback({ token: 'three', body: { QuotaUsed: 1, Quota: 2, EventTime: 3 } });
    await test.callback({ token: 'four' });
    const labels = (name: 'answered' | 'rejected') => steps.all(name).map(({ tokenLabel }) => tokenLabel);
    expect(labels('rejected')).toEqual(['chat', undefined]);
    expect(labels('answered')).toEqual(['live', 'chat', undefined]);
  });

  it.each([
    [{ label: '', value: 'one' }],
    [{ label: 'one', value: 'one' }],
    [{ label: 'a\nb', value: 'one' }],
  ])('cannot have the label %j, and no token is shown', async (token) => {
    test = await createTestApp({ adapter });
    const refused = createTestApp({ adapter, options: { token: [token] } });
    await expect(refused).rejects.toThrow(/"token\[0\]\.label".*such as 'live'/);
    await expect(refused).rejects.not.toThrow(/"one"/);
  });
});
