import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { QuotaWatch, sign, verifySignature } from '../../src/index.js';
import { createCallbackRequest, sampleCallback } from '../../src/testing/index.js';
import { createTestApp, SDK_APP_ID } from '../support/create-test-app.js';

const APP = { sdkAppId: 1400000000, token: 'xxxxyyyy' };

describe('createCallbackRequest', () => {
  it('makes the alarm by default, signed now the way the receiver checks it', () => {
    vi.useFakeTimers({ now: 1669872112_345, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, query, body, headers } = createCallbackRequest(APP);
    expect(query).toEqual({
      SdkAppid: '1400000000',
      CallbackCommand: 'Group.CallbackOnDailyGroupQuotaAlarm',
      contenttype: 'json',
      ClientIP: '203.0.113.7',
      OptPlatform: 'RESTAPI',
      Sign: '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
      RequestTime: '1669872112',
    });
    expect(url).toBe(`/tencent-chat/webhook?${new URLSearchParams(query).toString()}`);
    expect(body).toEqual(sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'));
    expect(headers).toEqual({ 'Content-Type': 'application/json' });
  });

  it('takes every part of it', () => {
    const { url, query, body } = createCallbackRequest({
      ...APP,
      command: 'State.StateChange',
      body: { a: 1 },
      path: 'hook',
      requestTime: 1700000000,
      clientIp: '::1',
      optPlatform: 'macOS',
    });
    expect(url).toMatch(/^\/hook\?SdkAppid=1400000000&CallbackCommand=State\.StateChange&/);
    expect(query).toMatchObject({ ClientIP: '::1', OptPlatform: 'macOS', RequestTime: '1700000000' });
    expect(query.Sign).toBe(sign(APP.token, '1700000000'));
    expect(body).toEqual({ a: 1 });
  });

  it('keeps a whole URL and the query in it', () => {
    const { url } = createCallbackRequest({ ...APP, path: 'https://chat.example.com/hook?shard=7' });
    expect(url).toMatch(/^https:\/\/chat\.example\.com\/hook\?shard=7&SdkAppid=1400000000&/);
  });

  it('leaves the signature out for token: false', () => {
    const { query } = createCallbackRequest({ ...APP, token: false });
    expect(Object.keys(query)).not.toContain('Sign');
    expect(Object.keys(query)).not.toContain('RequestTime');
  });

  it('makes a body with only the command for an unknown command', () => {
    const { body } = createCallbackRequest({ ...APP, command: 'X.Y' });
    expect(body).toEqual({ CallbackCommand: 'X.Y' });
  });

  it('makes signatures that verifySignature accepts', () => {
    const { query } = createCallbackRequest(APP);
    const check = { tokens: [APP.token], sign: query.Sign ?? '', requestTime: query.RequestTime ?? '' };
    expect(verifySignature({ ...check, now: Date.now(), toleranceSeconds: 60 })).toBe('valid');
  });
});

describe('sampleCallback', () => {
  it('gives a copy that may be changed', () => {
    const sample = sampleCallback('Group.CallbackAfterGroupInfoChanged');
    sample.GroupId = 'changed';
    expect(sampleCallback('Group.CallbackAfterGroupInfoChanged').GroupId).toBe('@TGS#2ABCDEFGH');
  });

  it.each([
    ['Asia/Kolkata', '18:40'],
    ['Asia/Kathmandu', '18:25'],
    ['Australia/Eucla', '15:25'],
    ['UTC', '00:10'],
  ])('is an alarm of the present day where it is just after midnight: in %s', async (timeZone, utc) => {
    vi.useFakeTimers({ now: new Date(`2026-11-30T${utc}:00Z`), toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const test = await createTestApp({ options: { quota: { timeZone } } });
    onTestFinished(() => test.app.close());
    for (let nth = 0; nth < 2; nth += 1) {
      await test.callback({ body: sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm') });
    }
    const snapshot = () => test.app.get(QuotaWatch).snapshot(SDK_APP_ID);
    await vi.waitFor(() => expect(snapshot()).toBeDefined());
    expect(snapshot()).toMatchObject({ used: 7321, quota: 10_000, doubted: 0 });
  });

  it('lists the known commands if it does not know the given one', () => {
    expect(() => sampleCallback('X.Y' as 'Group.CallbackAfterGroupInfoChanged')).toThrow(
      /no sample of X\.Y; there are samples of .*Group\.CallbackOnDailyGroupQuotaAlarm/,
    );
  });
});
