import type { EntityManager as MikroEntityManager } from '@mikro-orm/postgresql';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Knex } from 'knex';
import type { Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { expectTypeOf, test } from 'vitest';
import type {
  GroupQuotaAlarmEvent,
  Processed,
  QuotaLevelReachedEvent,
  ReceiptTransaction,
} from '../../src/index.js';

declare const event: GroupQuotaAlarmEvent;
declare const level: QuotaLevelReachedEvent;
declare const client: PoolClient;

type DrizzleTransaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

test('the transactions of the libraries are accepted', () => {
  expectTypeOf<PoolClient>().toExtend<ReceiptTransaction>();
  expectTypeOf<EntityManager>().toExtend<ReceiptTransaction>();
  expectTypeOf<QueryRunner>().toExtend<ReceiptTransaction>();
  expectTypeOf<MikroEntityManager>().toExtend<ReceiptTransaction>();
  expectTypeOf<Knex.Transaction>().toExtend<ReceiptTransaction>();
  expectTypeOf<Transaction<object>>().toExtend<ReceiptTransaction>();
  expectTypeOf<DrizzleTransaction>().toExtend<ReceiptTransaction>();
});

test('what runs no SQL is refused', () => {
  expectTypeOf<string>().not.toExtend<ReceiptTransaction>();
  expectTypeOf<undefined>().not.toExtend<ReceiptTransaction>();
  expectTypeOf<{ insert(): void }>().not.toExtend<ReceiptTransaction>();
  expectTypeOf<Promise<PoolClient>>().not.toExtend<ReceiptTransaction>();
});

test('the result is that of the work, and is there only if the work was done', async () => {
  const processed = await event.processInTransaction(client, async () => 7);
  expectTypeOf(processed).toEqualTypeOf<Processed<number>>();
  if (!processed.duplicate) expectTypeOf(processed.result).toEqualTypeOf<number>();
  // @ts-expect-error -- a duplicate has no result
  void processed.result;
  expectTypeOf(await level.processInTransaction(client, () => 'now')).toEqualTypeOf<Processed<string>>();
});
