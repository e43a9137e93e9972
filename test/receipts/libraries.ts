import { MikroORM } from '@mikro-orm/postgresql';
import { PrismaPg } from '@prisma/adapter-pg';
import { getPrismaClient, type GetPrismaClientConfig } from '@prisma/client/runtime/client';
import { sql as drizzleSql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { knex } from 'knex';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { ReceiptTransaction } from '../../src/index.js';
import { inTransaction } from '../support/postgres/in-transaction.js';

/** Runs SQL in a transaction, and hands the transaction on. */
export type InTransaction = <Result>(
  work: (tx: ReceiptTransaction, run: (sql: string) => Promise<unknown>) => Promise<Result>,
) => Promise<Result>;

/** A database as a library gives it. */
export interface Library {
  readonly transaction: InTransaction;
  /** What has the same methods as a transaction, and is none. */
  readonly others: Record<string, ReceiptTransaction>;
  close(): Promise<unknown>;
}

export const LIBRARIES: Record<string, (url: string) => Promise<Library>> = {
  async pg(url) {
    const pool = new Pool({ connectionString: url });
    pool.on('error', () => {});
    const idle = new Client(url);
    await idle.connect();
    return {
      others: { pool, 'idle client': idle },
      close: () => Promise.all([pool.end(), idle.end()]),
      transaction: (work) => inTransaction(pool, (client) => work(client, (sql) => client.query(sql))),
    };
  },

  async TypeORM(url) {
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    const runner = source.createQueryRunner();
    return {
      others: { DataSource: source, manager: source.manager, 'idle QueryRunner': runner },
      close: () => runner.release().then(() => source.destroy()),
      transaction: (work) => source.transaction((manager) => work(manager, (sql) => manager.query(sql))),
    };
  },

  async 'TypeORM, with a QueryRunner'(url) {
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    return {
      others: {},
      close: () => source.destroy(),
      async transaction(work) {
        const runner = source.createQueryRunner();
        await runner.startTransaction();
        try {
          const result = await work(runner, (sql) => runner.query(sql));
          await runner.commitTransaction();
          return result;
        } catch (error) {
          await runner.rollbackTransaction();
          throw error;
        } finally {
          await runner.release();
        }
      },
    };
  },

  async MikroORM(url) {
    const orm = await MikroORM.init({
      clientUrl: url,
      entities: [],
      discovery: { warnWhenNoEntities: false },
    });
    return {
      others: { 'forked EntityManager': orm.em.fork() },
      close: () => orm.close(),
      transaction: (work) => orm.em.fork().transactional((em) => work(em, (sql) => em.execute(sql))),
    };
  },

  async Prisma(url) {
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
    return {
      others: { PrismaClient: prisma },
      close: () => prisma.$disconnect(),
      transaction: (work) => prisma.$transaction((tx) => work(tx, (sql) => tx.$executeRawUnsafe(sql))),
    };
  },

  async Knex(url) {
    const database = knex({ client: 'pg', connection: url });
    return {
      others: { knex: database },
      close: () => database.destroy(),
      transaction: (work) => database.transaction((trx) => work(trx, async (sql) => trx.raw(sql))),
    };
  },

  async Kysely(url) {
    const database = new Kysely({
      dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }),
    });
    return {
      others: { Kysely: database },
      close: () => database.destroy(),
      transaction: (work) =>
        database.transaction().execute((trx) => work(trx, (sql) => trx.executeQuery(CompiledQuery.raw(sql)))),
    };
  },

  async Drizzle(url) {
    const pool = new Pool({ connectionString: url });
    const database = drizzle(pool);
    return {
      others: { database },
      close: () => pool.end(),
      transaction: (work) =>
        database.transaction((tx) => work(tx, async (sql) => tx.execute(drizzleSql.raw(sql)))),
    };
  },
};

const COMPILER = '@prisma/client/runtime/query_compiler_fast_bg.postgresql';

/** What Prisma's generator writes for a schema without a model: the generator itself needs a program from outside of npm. */
const CONFIG: GetPrismaClientConfig = {
  previewFeatures: [],
  clientVersion: '7.10.0',
  engineVersion: 'none',
  activeProvider: 'postgresql',
  inlineSchema: 'datasource db {\n  provider = "postgresql"\n}\n',
  runtimeDataModel: { models: {}, enums: {}, types: {} },
  parameterizationSchema: { strings: [], graph: 'AAAA' },
  compilerWasm: {
    getRuntime: () => import(`${COMPILER}.mjs`),
    getQueryCompilerWasmModule: async () => {
      const { wasm } = (await import(`${COMPILER}.wasm-base64.mjs`)) as { wasm: string };
      const { WebAssembly } = globalThis as unknown as {
        WebAssembly: { Module: new (code: Buffer) => object };
      };
      return new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    },
    importName: './query_compiler_fast_bg.js',
  },
};

interface PrismaTransaction {
  $queryRawUnsafe(sql: string): Promise<unknown>;
  $executeRawUnsafe(sql: string): Promise<number>;
}

const PrismaClient = getPrismaClient(CONFIG) as unknown as new (options: {
  adapter: PrismaPg;
}) => PrismaTransaction & {
  $transaction<Result>(work: (tx: PrismaTransaction) => Promise<Result>): Promise<Result>;
  $disconnect(): Promise<void>;
};
