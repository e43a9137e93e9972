import { afterAll, beforeAll, describe } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';

describe.runIf(hasPostgres())('postgresDelivery', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.remove());

  fulfilsTheContract((store, options) =>
    postgresDelivery({ connection: server.url(), schema: store.replaceAll('-', '_'), ...options }),
  );
});
