/** What a delivery adds to an app. */
export interface AddedDelivery {
  /** Its function, and the subpath that exports it; the default delivery needs neither. */
  code?: { name: string; subpath: string; options: string };
  /** Ranges of the packages that it needs. */
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
  /** Lines of `.env`. */
  env?: Readonly<Record<string, string>>;
  /** Path that Git must ignore. */
  ignored?: string;
}

/** The values of `--delivery`. */
export const DELIVERIES = {
  memory: {},
  lmdb: {
    code: {
      name: 'lmdbDelivery',
      subpath: 'lmdb',
      options: "path: process.env.TENCENT_CHAT_INBOX ?? './tencent-chat-inbox'",
    },
    dependencies: { lmdb: '^3.2.0' },
    env: { TENCENT_CHAT_INBOX: './tencent-chat-inbox' },
    ignored: '/tencent-chat-inbox',
  },
  bullmq: {
    code: {
      name: 'bullMqDelivery',
      subpath: 'bullmq',
      options: "connection: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379'",
    },
    dependencies: { ioredis: '^5.0.0' },
    env: { REDIS_URL: 'redis://127.0.0.1:6379' },
  },
  postgres: {
    code: {
      name: 'postgresDelivery',
      subpath: 'postgres',
      options: "connection: process.env.DATABASE_URL ?? ''",
    },
    dependencies: { pg: '^8.0.0' },
    devDependencies: { '@types/pg': '^8.0.0' },
    env: { DATABASE_URL: 'postgres://postgres:postgres@127.0.0.1:5432/postgres' },
  },
} as const satisfies Record<string, AddedDelivery>;
