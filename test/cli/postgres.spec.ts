import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';
import { runCli, runJson } from './run-cli.js';

describe('postgres sql', () => {
  it('prints what makes the tables, and needs no database', async () => {
    const { code, stdout } = await runCli(['postgres', 'sql', '--schema', 'chat']);
    expect(stdout).toMatch(/^create schema if not exists chat;\ncreate table chat\.format /);
    expect(stdout).toMatch(/create table chat\.receipt/);
    expect(code).toBe(0);
  });

  it.each([
    [['postgres', 'drop'], /Allowed choices are sql, migrate, status/],
    [['postgres', 'sql', '--schema', 'Chat'], /It must be lower-case letters/],
    [['postgres', 'status', '--connection', 'db.example.com:secret'], /the connection is no URL/],
  ])('refuses %j', async (parameters, message) => {
    const { code, stderr } = await runCli(parameters);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('secret');
    expect(code).toBe(2);
  });
});

describe.runIf(hasPostgres())('postgres migrate and status', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.remove());

  it('make the tables once, and compare them with those of this release', async () => {
    const env = { DATABASE_URL: server.url() };
    const status = () => runCli(['postgres', 'status'], env);
    expect(await status()).toMatchObject({
      code: 1,
      stdout: 'the tables of the schema tencent_chat are missing: run "postgres migrate"\n',
    });
    const migrated = await runCli(['postgres', 'migrate'], env);
    expect(migrated).toMatchObject({
      code: 0,
      stdout: 'the tables of the schema tencent_chat were made, with format 2\n',
    });
    const upToDate = 'the tables of the schema tencent_chat have format 2, which is up to date\n';
    expect(await status()).toMatchObject({ code: 0, stdout: upToDate });
    expect(await runCli(['postgres', 'migrate'], env)).toMatchObject({ code: 0, stdout: upToDate });
    await server.ask('update tencent_chat.format set version = 7');
    expect(await runJson(['postgres', 'status', '--connection', server.url()])).toEqual({
      code: 1,
      value: { schema: 'tencent_chat', before: 7, format: 7, wanted: 2 },
    });
  });

  it('print the SQL that migrate runs', async () => {
    const { stdout } = await runCli(['postgres', 'sql', '--schema', 'printed']);
    await server.ask(stdout);
    const status = await runCli(['postgres', 'status', '--schema', 'printed', '--connection', server.url()]);
    expect(status).toMatchObject({ code: 0 });
  });

  it('take the connection from .env, after the environment, and from --connection before both', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cli-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, '.env'), `DATABASE_URL=${server.url()}\n`);
    const away = 'postgres://app@127.0.0.1:1/app';
    const status = (url?: string, ...more: string[]) =>
      runCli(['postgres', 'status', '--schema', 'of_file', ...more], { DATABASE_URL: url }, folder);
    const missing = 'the tables of the schema of_file are missing: run "postgres migrate"\n';
    expect(await status()).toMatchObject({ stdout: missing });
    expect(await status('')).toMatchObject({ stdout: missing });
    expect((await status(away)).stderr).toMatch(/ECONNREFUSED 127\.0\.0\.1:1\n$/);
    expect(await status(away, '--connection', server.url())).toMatchObject({ stdout: missing });
  });

  it('count an empty variable as absent', async () => {
    const { hostname, port, username } = new URL(server.url());
    const env = {
      DATABASE_URL: '',
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: username,
      PGDATABASE: 'postgres',
    };
    const { stdout } = await runCli(['postgres', 'status', '--schema', 'of_pg'], env);
    expect(stdout).toMatch(/the tables of the schema of_pg are missing/);
  });

  it('say why PostgreSQL cannot be used', async () => {
    const env = { DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app' };
    const { code, stderr } = await runCli(['postgres', 'status'], env);
    expect(stderr).toMatch(/^error: PostgreSQL is away: connect ECONNREFUSED 127\.0\.0\.1:1\n$/);
    expect(code).toBe(1);
  });
});
