import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeadLetters, OnTencentChatEvent, type TencentChatRejectedEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

let test: TestApp;
afterEach(() => test.app.close());

describe('a handler of tencentChat.rejected', () => {
  it('gets rejected requests, with the body if they were authenticated', async () => {
    const seen: TencentChatRejectedEvent[] = [];
    @Injectable()
    class Audit {
      @OnTencentChatEvent('tencentChat.rejected')
      note(event: TencentChatRejectedEvent): void {
        seen.push(event);
      }
    }
    test = await createTestApp({ providers: [Audit] });
    const body = { ...sampleCallback(ALARM), Quota: 'many' };
    await test.callback({ token: 'stranger', body });
    await test.callback({ body });
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen[0]).toMatchObject({ reason: 'unauthenticated', status: 401 });
    expect(seen[0]!.body).toBeUndefined();
    expect(seen[0]!.command).toBeUndefined();
    expect(seen[1]).toMatchObject({ reason: 'invalidBody', status: 400, command: ALARM, body });
  });

  it('cannot change the event of other handlers, or the dead letter', async () => {
    const seen: unknown[] = [];
    @Injectable()
    class Audit {
      @OnTencentChatEvent('tencentChat.rejected', { prependListener: true })
      change(event: TencentChatRejectedEvent): void {
        Object.assign(event.body!, { Quota: 'changed' });
        Object.assign(event, { reason: 'changed' });
      }
      @OnTencentChatEvent('tencentChat.rejected')
      look({ reason, body }: TencentChatRejectedEvent): void {
        seen.push({ reason, body });
      }
    }
    test = await createTestApp({ providers: [Audit] });
    const body = { ...sampleCallback(ALARM), Quota: 'many' };
    await test.callback({ body });
    await vi.waitFor(() => expect(seen).toEqual([{ reason: 'invalidBody', body }]));
    expect(await test.app.get(DeadLetters).list()).toMatchObject([{ body }]);
  });

  it('may throw at every request: the log has one line per minute, and the answers go out', async () => {
    @Injectable()
    class Audit {
      calls = 0;
      @OnTencentChatEvent('tencentChat.rejected')
      note(): void {
        this.calls += 1;
        throw new Error('the audit is away');
      }
      @OnEvent('tencentChat.rejected', { suppressErrors: false })
      async later(): Promise<void> {
        throw new Error('the other audit is away');
      }
    }
    const error = vi.fn();
    test = await createTestApp({ providers: [Audit], logger: { log() {}, warn() {}, error } });
    for (let nth = 0; nth < 20; nth += 1) {
      expect((await test.callback({ token: `stranger ${nth}` })).status).toBe(401);
    }
    await vi.waitFor(() => expect(test.app.get(Audit).calls).toBe(20));
    const lines = error.mock.calls.map(([line]) => String(line));
    expect(lines).toEqual([
      'Audit.note, which listens to tencentChat.rejected, failed: the audit is away',
      '@OnEvent, which listens to tencentChat.rejected, failed: the other audit is away',
    ]);
  });

  it('that never ends has at most a hundred running calls', async () => {
    const gate = new Gate();
    @Injectable()
    class Audit {
      @OnTencentChatEvent('tencentChat.rejected')
      note(): Promise<void> {
        return gate.pass();
      }
    }
    const error = vi.fn();
    test = await createTestApp({ providers: [Audit], logger: { log() {}, warn() {}, error } });
    const steps = new StepLog(test.app, 'rejected', 'fault');
    await Promise.all(
      Array.from({ length: 150 }, async () => {
        expect((await test.callback({ token: 'stranger' })).status).toBe(401);
      }),
    );
    expect(gate.waiting).toBeLessThanOrEqual(100);
    expect(gate.waiting).toBeGreaterThan(90);
    expect(steps.all('rejected')).toHaveLength(150);
    // One of each handler, whose calls are held back.
    const lines = error.mock.calls.map(([line]) => String(line));
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines).toContain(
      'Audit.note, which listens to tencentChat.rejected, is not called, because 100 such calls are running',
    );
    gate.open();
    await vi.waitFor(async () => {
      await test.callback({ token: 'stranger' });
      expect(gate.waiting).toBeGreaterThan(100);
    });
  });
});
