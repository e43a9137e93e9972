import { Injectable } from '@nestjs/common';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ClsPluginTransactional, InjectTransaction, Transactional } from '@nestjs-cls/transactional';
import { TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { ClsModule } from 'nestjs-cls';
import { Client, Pool } from 'pg';
import { DataSource, EntityManager } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { postgresDelivery, postgresReceipts } from '../../src/delivery/stores/postgres/index.js';
import {
  inProcessDelivery,
  NoReceiptsError,
  NoReceiptTableError,
  NotPostgresError,
  NoTransactionError,
  OnTencentChatEvent,
  QuotaLevelReachedEvent,
  type GroupQuotaAlarmEvent,
  type ReceiptTransaction,
  type TencentChatEvent,
} from '../../src/index.js';
import { migrationSql } from '../../src/postgres/schema.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  createTestApp,
  registration,
  signedRequest,
  type TestAppOptions,
} from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { inTransaction } from '../support/postgres/in-transaction.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const RETRY = { retry: { attempts: 5, initialDelayMs: 10, maxDelayMs: 10 } };

const DAY_MS = 24 * 3_600_000;

type Handle = (event: GroupQuotaAlarmEvent) => unknown;

/** Sends an alarm to a handler, and resolves with what the handler threw. */
async function thrownBy(handle: Handle, options: TestAppOptions['options'] = {}): Promise<unknown> {
  const thrown: unknown[] = [];
  class Alarms {
    @OnTencentChatEvent('group.quotaAlarm')
    async handle(event: GroupQuotaAlarmEvent): Promise<void> {
      try {
        await handle(event);
        thrown.push(undefined);
      } catch (error) {
        thrown.push(error);
      }
    }
  }
  const test = await createTestApp({ providers: [Alarms], options });
  onTestFinished(() => test.app.close());
  await test.callback();
  await eventually(() => thrown.length === 1);
  return thrown[0];
}

describe('processInTransaction without PostgreSQL', () => {
  it('says which option is missing if no receipts are kept', async () => {
    const tx = { query: async () => [] };
    const error = await thrownBy((event) => event.processInTransaction(tx, () => 'never'));
    expect(error).toBeInstanceOf(NoReceiptsError);
    expect(String(error)).toMatch(/delivery: postgresDelivery\(…\) or receipts: postgresReceipts\(…\)/);
  });

  const receipts = () => ({ schema: 'tencent_chat', start() {}, close: async () => {} });
  const sqlite = async () => Promise.reject(new Error('SQLITE_ERROR: no such function: set_config'));
  const mysql = Object.assign(new Error('FUNCTION app.to_regclass does not exist'), {
    code: 'ER_SP_DOES_NOT_EXIST',
    errno: 1305,
  });
  const wrapped = Object.assign(new Error('Failed query'), { cause: mysql });
  it.each<[string, ReceiptTransaction]>([
    ['SQLite', { query: sqlite }],
    ['MySQL', { query: () => Promise.reject(mysql) }],
    ['MySQL through Drizzle', { execute: () => Promise.reject(wrapped) }],
  ])('refuses a transaction of %s', async (_database, tx) => {
    const error = await thrownBy((event) => event.processInTransaction(tx, () => 'never'), { receipts });
    expect(error).toBeInstanceOf(NotPostgresError);
    expect(String(error)).toMatch(/receipts are kept in PostgreSQL only/);
  });

  it.each<[string, unknown]>([
    ['something that runs no SQL', { insert() {} }],
    ['undefined', undefined],
    ['null', null],
    ['string', 'a transaction'],
  ])('refuses %s', async (got, tx) => {
    const error = await thrownBy(
      (event) => event.processInTransaction(tx as ReceiptTransaction, () => 'never'),
      { receipts },
    );
    expect(error).toBeInstanceOf(NoTransactionError);
    expect(String(error)).toContain(`and got ${got}: give what the transaction() of your library hands`);
  });

  it.each([
    [{}, /"receipts\.connection" is missing/],
    [{ connection: 'postgres://app@db/app', schema: 'A' }, /"receipts\.schema" is a string/],
    [{ connection: 'postgres://app@db/app', keepMs: 0 }, /"receipts\.keepMs" is 0/],
    [{ connection: 'postgres://app@db/app', worker: true }, /"receipts\.worker" is not known/],
  ])('postgresReceipts(%j) names the wrong option', (options, message) => {
    expect(() => postgresReceipts(options as Parameters<typeof postgresReceipts>[0])).toThrow(message);
  });

  it('the option receipts refuses any other value', async () => {
    const options = { receipts: {} } as unknown as TestAppOptions['options'];
    await expect(createTestApp({ options })).rejects.toThrow(
      /"receipts" is of type object; give postgresReceipts/,
    );
  });

  it('keeps receipts for longer than a handler may be called again', async () => {
    const options = (keepMs: number) => ({
      delivery: inProcessDelivery({
        retry: { attempts: 10, maxDelayMs: 1000 },
        deadLetters: { maxAgeMs: 2 * DAY_MS },
      }),
      receipts: postgresReceipts({ connection: 'postgres://app@127.0.0.1:1/app', keepMs }),
    });
    await expect(createTestApp({ options: options(3 * DAY_MS) })).rejects.toThrow(
      new RegExp(`"receipts\\.keepMs" is ${3 * DAY_MS}.*give at least ${3 * DAY_MS + 10_000}`),
    );
    const test = await createTestApp({ options: options(3 * DAY_MS + 10_000) });
    await test.app.close();

    class Patient {
      @OnTencentChatEvent('group.quotaAlarm', { retry: { attempts: 50, maxDelayMs: 3_600_000 } })
      handle(): void {}
    }
    await expect(
      createTestApp({ providers: [Patient], options: options(3 * DAY_MS + 10_000) }),
    ).rejects.toThrow(`give at least ${3 * DAY_MS + 50 * 3_600_000}`);
  });
});

describe.runIf(hasPostgres())('processInTransaction', () => {
  let server: PostgresServer;
  let pool: Pool;
  beforeAll(async () => {
    server = await PostgresServer.start();
    pool = new Pool({ connectionString: server.url() });
    pool.on('error', () => {});
    await server.ask('create table effect (handler text not null)');
    await server.ask(migrationSql('tencent_chat'));
  });
  beforeEach(() => server.ask('truncate effect, tencent_chat.receipt'));
  afterAll(async () => {
    await pool.end();
    await server.remove();
  });

  const once = (event: TencentChatEvent | QuotaLevelReachedEvent, handler: string) =>
    inTransaction(pool, (tx) =>
      event.processInTransaction(tx, () => tx.query('insert into effect values ($1)', [handler])),
    );

  async function effects(): Promise<Record<string, number>> {
    const rows = await server.ask<{ handler: string; count: number }>(
      'select handler, count(*)::int as count from effect group by handler',
    );
    return Object.fromEntries(rows.map(({ handler, count }) => [handler, count]));
  }

  it.each([
    ['postgres', (url: string) => ({ delivery: postgresDelivery({ connection: url, ...RETRY }) })],
    [
      'lmdb',
      (url: string) => ({
        delivery: lmdbDelivery({ path: temporaryFolder(), ...RETRY }),
        receipts: postgresReceipts({ connection: url }),
      }),
    ],
  ])('belongs to a handler and an event, with the delivery %s', async (name, optionsOf) => {
    const handled: string[] = [];
    @Injectable()
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: `${name} "one" ? :two \\ $3` })
      async one(event: GroupQuotaAlarmEvent): Promise<void> {
        await once(event, `${name} one`);
        if (event.attempt < 3) throw new Error('as the test wants it');
        handled.push('one');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      async two(event: GroupQuotaAlarmEvent): Promise<void> {
        await once(event, `${name} two`);
        handled.push('two');
      }
      @OnTencentChatEvent('group.quotaLevelReached')
      async level(event: QuotaLevelReachedEvent): Promise<void> {
        await once(event, `${name} level`);
        if (event.attempt < 2) throw new Error('as the test wants it');
        handled.push('level');
      }
      @OnTencentChatEvent('tencentChat.unknownCommand')
      async unknown(event: TencentChatEvent): Promise<void> {
        await once(event, `${name} unknown`);
        handled.push('unknown');
      }
    }
    const test = await createTestApp({ providers: [Handlers], options: optionsOf(server.url()) });
    onTestFinished(() => test.app.close());
    for (const QuotaUsed of [9100, 9101]) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    }
    await test.callback({
      command: 'Group.CallbackUnheardOf',
      body: { CallbackCommand: 'Group.CallbackUnheardOf' },
    });
    await eventually(() => handled.length === 6);
    expect(await effects()).toMatchObject({
      [`${name} one`]: 2,
      [`${name} two`]: 2,
      [`${name} level`]: 1,
      [`${name} unknown`]: 1,
    });
    const [row] = await server.ask(`select from tencent_chat.receipt where handler = $1`, [
      `${name} "one" ? :two \\ $3`,
    ]);
    expect(row).toBeDefined();
  });

  it('belongs to a registration', async () => {
    let calls = 0;
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'same' })
      async handle(event: GroupQuotaAlarmEvent): Promise<void> {
        await once(event, 'registrations');
        calls += 1;
      }
    }
    const receipts = postgresReceipts({ connection: server.url() });
    const test = await createTestApp({
      providers: [Handlers],
      registrations: [registration({ receipts }), registration({ receipts, name: 'other', path: 'other' })],
    });
    onTestFinished(() => test.app.close());
    for (const path of ['/tencent-chat/webhook', '/other']) {
      const { url, headers, body } = signedRequest({ body: { ...sampleCallback(ALARM), QuotaUsed: 9200 } });
      const { status } = await test.post(
        url.replace('/tencent-chat/webhook', path),
        headers,
        JSON.stringify(body),
      );
      expect(status, path).toBe(200);
    }
    await eventually(() => calls === 2);
    expect(await effects()).toMatchObject({ registrations: 2 });
  });

  it('refuses listeners of the emitter, which are one handler together', async () => {
    const thrown: unknown[] = [];
    class Listeners {
      @OnEvent('group.quotaAlarm', { suppressErrors: false })
      async listen(event: GroupQuotaAlarmEvent): Promise<void> {
        await once(event, 'listener').catch((error: unknown) => thrown.push(error));
      }
    }
    const receipts = postgresReceipts({ connection: server.url() });
    const test = await createTestApp({
      providers: [Listeners],
      emitter: [EventEmitterModule.forRoot()],
      options: { receipts },
    });
    onTestFinished(() => test.app.close());
    await test.callback();
    await eventually(() => thrown.length === 1);
    expect(thrown[0]).toBeInstanceOf(NoReceiptsError);
    expect(String(thrown[0])).toMatch(/in a method with @OnTencentChatEvent/);
  });

  it.each([
    ['postgresDelivery', () => ({ delivery: postgresDelivery({ connection: server.url() }) })],
    [
      'postgresReceipts',
      () => ({ receipts: postgresReceipts({ connection: server.url(), keepMs: 32 * DAY_MS }) }),
    ],
  ])('forgets its old receipts once a minute, with %s', async (_name, options) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const insert = (name: string, days: number, count: number) =>
      server.ask(
        `insert into tencent_chat.receipt select $1, $2::int || '/' || nth, 'h', now() - $2::int * interval '1 day' from generate_series(1, $3) nth`,
        [name, days, count],
      );
    const left = async () =>
      (
        await server.ask<{ left: string }>(
          `select registration || ' ' || split_part(event_id, '/', 1) || ' ' || count(*) as left
from tencent_chat.receipt group by registration, split_part(event_id, '/', 1) order by 1`,
        )
      ).map((row) => row.left);
    await insert('default', 33, 12_000);
    await insert('default', 30, 3);
    await insert('staging', 33, 3);
    const test = await createTestApp({ options: options() });
    onTestFinished(() => test.app.close());
    expect(await left()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(60_000);
    await eventually(async () => (await left()).length === 2);
    expect(await left()).toEqual(['default 30 3', 'staging 33 3']);
  });

  it('names the command that makes the table, if the database has none', async () => {
    const elsewhere = new Client(await server.database('elsewhere'));
    await elsewhere.connect();
    onTestFinished(() => elsewhere.end());
    const receipts = postgresReceipts({ connection: server.url() });
    const error = await thrownBy(
      async (event) => {
        await elsewhere.query('begin');
        await event.processInTransaction(elsewhere, () => 'never').finally(() => elsewhere.query('commit'));
      },
      { receipts },
    );
    expect(error).toBeInstanceOf(NoReceiptTableError);
    expect(String(error)).toMatch(
      /has no table tencent_chat\.receipt: run "npx .* postgres migrate --schema tencent_chat"/,
    );
  });

  it('passes on the error of PostgreSQL of a failed transaction', async () => {
    const receipts = postgresReceipts({ connection: server.url() });
    const error = await thrownBy(
      (event) =>
        inTransaction(pool, async (tx) => {
          await tx.query('select 1 / 0').catch(() => {});
          await event.processInTransaction(tx, () => 'never');
        }),
      { receipts },
    );
    expect(error).toMatchObject({ code: '25P02' });
  });

  it('works with the @Transactional() of @nestjs-cls/transactional', async () => {
    const source = await new DataSource({ type: 'postgres', url: server.url() }).initialize();
    onTestFinished(() => source.destroy());
    let calls = 0;
    @Injectable()
    class Invoices {
      constructor(@InjectTransaction() private readonly tx: EntityManager) {}

      @OnTencentChatEvent('group.quotaAlarm')
      async bill(event: GroupQuotaAlarmEvent): Promise<void> {
        await this.billOnce(event);
        calls += 1;
        if (calls < 3) throw new Error('as the test wants it');
      }

      @Transactional()
      async billOnce(event: GroupQuotaAlarmEvent): Promise<void> {
        await event.processInTransaction(this.tx, () => this.tx.query(`insert into effect values ('cls')`));
      }
    }
    const transactional = new ClsPluginTransactional({
      imports: [
        { module: class {}, providers: [{ provide: DataSource, useValue: source }], exports: [DataSource] },
      ],
      adapter: new TransactionalAdapterTypeOrm({ dataSourceToken: DataSource }),
      enableTransactionProxy: true,
    });
    const test = await createTestApp({
      providers: [Invoices],
      emitter: [EventEmitterModule.forRoot(), ClsModule.forRoot({ plugins: [transactional] })],
      options: { delivery: postgresDelivery({ connection: server.url(), ...RETRY }) },
    });
    onTestFinished(() => test.app.close());
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 9300 } });
    await eventually(() => calls === 3);
    expect(await effects()).toMatchObject({ cls: 1 });
  });
});
