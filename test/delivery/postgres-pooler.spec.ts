import { afterAll, beforeAll, describe } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';
import { hasPgBouncer, PgBouncer } from '../support/postgres/pgbouncer.js';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';

describe.runIf(hasPostgres() && hasPgBouncer())('postgresDelivery behind PgBouncer', () => {
  let server: PostgresServer;
  let bouncer: PgBouncer;
  beforeAll(async () => {
    server = await PostgresServer.start();
    bouncer = await PgBouncer.start(server);
  });
  afterAll(async () => {
    await bouncer.remove();
    await server.remove();
  });

  fulfilsTheContract((store, options) =>
    postgresDelivery({
      connection: bouncer.url,
      pooler: 'transaction',
      schema: store.replaceAll('-', '_'),
      ...options,
    }),
  );
});
