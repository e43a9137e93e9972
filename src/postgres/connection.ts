import { Client, type ClientConfig, type QueryResult, type QueryResultRow } from 'pg';
import { errorLine } from '../common/error-text.js';
import { inTime } from '../common/time/time-limit.js';
import type { ResolvedPostgresOptions } from './connection.options.js';

/** Options of one connection. */
interface ConnectionOptions extends Pick<ResolvedPostgresOptions, 'hosts' | 'pooled'> {
  /** Statements for each new session; none if it is pooled. */
  readonly settings?: string;
}

/** Runs one statement. A text without values is sent as it is, and may contain several statements. */
export type Query = <Row extends QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<QueryResult<Row>>;

/** A statement failed, or PostgreSQL cannot be used. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';

  /**
   * @param code SQLSTATE, if the server gave one
   * @param inDoubt whether the statement may have been committed, or may still be
   */
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly inDoubt: boolean,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** How long a connection may take to open, and a statement to be answered, in ms. */
const CONNECT_TIMEOUT_MS = 1000;
const ANSWER_TIMEOUT_MS = 3000;

/** How long everything fails immediately after no connection could be opened, in ms. */
const PAUSE_MS = 300;

/** The server ends the connection, or the connection fails. */
const CONNECTION_LOST = /^(57P0|08)/;

/** The server takes no writes, or no connections: another one may. */
const WRONG_SERVER = /^(25006|53300)$/;

/**
 * Settings of each session. The tables are empty at one time and full at another, so plans must not depend on statistics. Plans are made
 * once, which takes 0.65 × the CPU per callback with 4 in progress and makes no difference with 32. A statement must not wait for a lock
 * longer than the module waits for the answer.
 */
const SESSION = `set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
set plan_cache_mode = force_generic_plan; set jit = off; set default_transaction_isolation = 'read committed';
set lock_timeout = 2000; set statement_timeout = 5000;`;

/**
 * One connection to PostgreSQL, opened again when it is lost. One job uses it at a time. While the server is away, everything fails
 * immediately. Rejects with PostgresError.
 */
export class PostgresConnection {
  private client: Client | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: PostgresError; readonly until: number } | undefined;
  private readonly names = new Map<string, string>();
  private keepsProcess = false;
  private closed = false;

  constructor(private readonly options: ConnectionOptions) {}

  /** From now on the connection keeps the process alive. */
  keepProcess(): void {
    this.keepsProcess = true;
    if (this.client !== undefined) call(this.client, 'ref');
  }

  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>> {
    return this.exclusively((query) => query<Row>(text, values));
  }

  /** Runs a job whose statements follow each other on one session. */
  exclusively<Result>(job: (query: Query) => Promise<Result>): Promise<Result> {
    const done = this.last.then(async () => {
      const client = this.client ?? (await this.connect());
      return job((text, values) => this.run(client, text, values));
    });
    this.last = done.catch(() => {});
    return done;
  }

  /** Runs a job in one transaction. If anything fails, the connection is closed, which rolls back. */
  transaction<Result>(job: (query: Query) => Promise<Result>): Promise<Result> {
    return this.exclusively((query) => this.inTransaction(query, job));
  }

  /** Runs a job in one transaction, on a session that the caller has. */
  async inTransaction<Result>(query: Query, job: (query: Query) => Promise<Result>): Promise<Result> {
    const { client } = this;
    try {
      await query('begin isolation level read committed');
      const result = await job(query);
      await query('commit');
      return result;
    } catch (error) {
      if (client !== undefined) this.drop(client);
      throw error;
    }
  }

  /** Closes the connection after the jobs that wait for it. */
  async close(): Promise<void> {
    await this.last;
    this.closed = true;
    await this.client?.end();
  }

  private async run<Row extends QueryResultRow>(
    client: Client,
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    const prepared = values === undefined || this.options.pooled ? {} : { name: this.nameOf(text) };
    const answer = client.query<Row>({ ...prepared, text, ...(values && { values: [...values] }) });
    try {
      return await inTime(
        ANSWER_TIMEOUT_MS,
        answer,
        () => new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`),
      );
    } catch (error) {
      const code = codeOf(error);
      const lost = code === undefined || CONNECTION_LOST.test(code);
      if (lost || WRONG_SERVER.test(code)) this.drop(client);
      throw new PostgresError(`PostgreSQL: ${errorLine(error)}`, code, lost, error);
    }
  }

  private nameOf(text: string): string {
    const name = this.names.get(text) ?? `tencent_chat_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }

  private async connect(): Promise<Client> {
    if (this.closed) throw new PostgresError('the connection is closed', undefined, false, undefined);
    if (this.failure !== undefined && performance.now() < this.failure.until) throw this.failure.error;
    const reasons: string[] = [];
    for (const host of this.options.hosts) {
      try {
        this.client = await this.open(host);
        this.failure = undefined;
        return this.client;
      } catch (error) {
        reasons.push(errorLine(error));
        this.failure = {
          error: new PostgresError(`PostgreSQL is away: ${reasons.join('; ')}`, codeOf(error), false, error),
          until: performance.now() + PAUSE_MS,
        };
      }
    }
    throw this.failure?.error ?? new Error('no host');
  }

  private async open(host: ClientConfig): Promise<Client> {
    const client = new Client({
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'nestjs-tencent-chat-webhook',
      ...host,
    });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    try {
      await inTime(2 * CONNECT_TIMEOUT_MS, this.begin(client), () => new Error('no answer'));
    } catch (error) {
      this.drop(client);
      throw error;
    }
    if (!this.keepsProcess) call(client, 'unref');
    return client;
  }

  /** A server in recovery is a replica: the primary may be another host. */
  private async begin(client: Client): Promise<void> {
    await client.connect();
    const { rows } = await client.query<{ setting: string }>(
      "select case when pg_is_in_recovery() then 'on' else current_setting('transaction_read_only') end as setting",
    );
    if (rows[0]?.setting !== 'off') throw new Error('the server takes no writes');
    if (!this.options.pooled) await client.query(`${SESSION} ${this.options.settings ?? ''}`);
  }

  private drop(client: Client): void {
    if (this.client === client) this.client = undefined;
    // Closes the socket immediately if a statement is under way.
    void client.end().catch(() => {});
  }
}

/** Calls a method that the types of pg do not name. */
function call(client: Client, method: 'ref' | 'unref'): void {
  const found: unknown = Reflect.get(client, method);
  if (typeof found === 'function') found.call(client);
}

function codeOf(error: unknown): string | undefined {
  // Node's own errors have codes such as ECONNRESET; an SQLSTATE has five characters.
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? code : undefined;
}
