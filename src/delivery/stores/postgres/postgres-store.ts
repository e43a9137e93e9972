import { ConfigurationError } from '../../../common/configuration-error.js';
import { steadyNow } from '../../../common/time/steady-now.js';
import { within } from '../../../common/time/time-limit.js';
import { PostgresConnection, PostgresError, type Query } from '../../../postgres/connection.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import type { DeliveryContext, StoreStats } from '../../port/delivery.js';
import type { ReceiptsFactory } from '../../port/receipts.js';
import type { Progress } from '../../port/progress.js';
import { idKey } from '../../../common/id-key.js';
import { DamageReport } from '../damage-report.js';
import { WakeUp } from '../wake-up.js';
import { Backlog } from './backlog.js';
import { GroupCommit } from './group-commit.js';
import { Holder, type PostgresClaim } from './holder.js';
import { Housekeeping } from './housekeeping.js';
import { PostgresDeadLetters } from './postgres-dead-letters.js';
import type { ResolvedPostgresDeliveryOptions } from './postgres.options.js';
import { receiptsOfDelivery } from './postgres-receipts.js';
import { PostgresSharedLog } from './postgres-shared-log.js';
import { PostgresSharedState } from './postgres-shared-state.js';
import { recordText } from './sql/record-text.js';
import { Tables, unavailable } from './sql/tables.js';

/** How long the start of the app waits for PostgreSQL, in ms. */
const START_TIMEOUT_MS = 5000;

/** How long the release of claims and the end of the connections may take, in ms. */
const CLOSE_TIMEOUT_MS = 3000;

/** Keeps records in one table of PostgreSQL. Each write resolves when its commit is acknowledged. */
export class PostgresStore implements CallbackStore<PostgresClaim> {
  readonly label: string;
  readonly durable = true;
  readonly deadLetters: PostgresDeadLetters;
  readonly shared: PostgresSharedState;
  readonly log: PostgresSharedLog;
  readonly receipts: ReceiptsFactory;
  private readonly tables: Tables;
  private readonly writer: PostgresConnection;
  private readonly holder: Holder;
  private readonly backlog: Backlog;
  private readonly commits: GroupCommit;
  private readonly housekeeping: Housekeeping;
  private readonly wakeUp = new WakeUp(() => this.wake());
  private poll: NodeJS.Timeout | undefined;
  private wake = (): void => {};

  constructor(
    private readonly options: ResolvedPostgresDeliveryOptions,
    private readonly context: DeliveryContext,
  ) {
    const { schema, concurrency } = options;
    this.label = `in PostgreSQL, schema ${schema}`;
    this.writer = new PostgresConnection(options);
    this.tables = new Tables(options, context.registration);
    this.holder = new Holder(this.tables, concurrency);
    const damage = new DamageReport(context.lifecycle, `the schema ${schema} of PostgreSQL`);
    this.backlog = new Backlog(this.holder, damage);
    this.commits = new GroupCommit(this.tables, this.holder, this.backlog, (job) => this.inTurn(job));
    this.housekeeping = new Housekeeping(this.tables, options, context.lifecycle);
    this.deadLetters = new PostgresDeadLetters(this.tables, damage, () => this.moreIsDue());
    this.shared = new PostgresSharedState(this.tables);
    this.log = new PostgresSharedLog(this.tables, damage);
    this.receipts = receiptsOfDelivery(this.tables.connection, schema);
  }

  /**
   * Resolves when the tables are ready, or when PostgreSQL is away: the app starts even without it.
   *
   * @throws ConfigurationError if the tables cannot be used
   */
  async open(): Promise<this> {
    try {
      await within(START_TIMEOUT_MS, this.prepare());
    } catch (error) {
      // Anything else is tried again with each renewal, which reports it.
      if (error instanceof ConfigurationError) {
        await this.end();
        throw error;
      }
    }
    return this;
  }

  async add(record: CallbackRecord, claimed: boolean): Promise<PostgresClaim | 'accepted' | 'duplicate'> {
    // A new record queues behind those that already wait.
    const mine = claimed && this.options.worker && !this.backlog.isDue && this.holder.room > 0;
    const outcome = await this.commits.add(record, mine);
    if (outcome === 'accepted') this.moreIsDue();
    return outcome;
  }

  async claim(limit: number, _dueUntil: number, maxBytes: number): Promise<PostgresClaim[]> {
    if (!this.options.worker) return [];
    const room = { limit, maxBytes };
    const claims = this.backlog.take(room);
    if (claims.length > 0 || this.backlog.hasRows) return claims;
    // To claim few at a time would cost many statements.
    if (limit > 0 && maxBytes > 0 && this.hasRoom) return this.commits.claim(room);
    this.backlog.isDue = true;
    return [];
  }

  begin(claim: PostgresClaim): boolean {
    return this.holder.mayBegin(claim);
  }

  makeRoom(claim: PostgresClaim): void {
    this.holder.setAside(claim);
    this.claimMore();
  }

  complete(claim: PostgresClaim): Promise<boolean> {
    const knownMs = Math.max(this.options.dedupeWindowMs, claim.record.rememberMs ?? 0);
    return this.ended(this.commits.write(claim, { knownMs }));
  }

  async reschedule(claim: PostgresClaim, dueAt: number, progress: Progress): Promise<boolean> {
    const delayMs = Math.max(0, Math.ceil(dueAt - steadyNow()));
    const written = this.commits.write(claim, { delayMs, progress: JSON.stringify(progress) });
    const rescheduled = await this.ended(written);
    // The delay began when the server wrote it.
    if (rescheduled) this.wakeUp.plan(steadyNow() + delayMs + 1);
    return rescheduled;
  }

  save(claim: PostgresClaim, progress: Progress): Promise<boolean> {
    return this.commits.write(claim, { progress: JSON.stringify(progress) });
  }

  async deadLetter(claimed: PostgresClaim | CallbackRecord, death: Death): Promise<boolean> {
    const json = JSON.stringify(death);
    if (isClaim(claimed)) return this.ended(this.commits.write(claimed, { death: json }));
    const { id, receivedAt } = claimed;
    const values = [idKey(id), receivedAt, recordText(claimed), json];
    return (await this.tables.ask(this.tables.sql.bury, ...values)).rowCount === 1;
  }

  async renew(): Promise<void> {
    await this.prepare();
    const isFirst = await this.holder.renew();
    if (await this.holder.takeOver()) this.moreIsDue();
    if (isFirst) await this.housekeeping.run();
    await this.prepare();
  }

  onDue(wake: () => void): void {
    // Until now the process had no work to lose, so an app that failed to start could end.
    for (const connection of [this.writer, this.tables.connection]) connection.keepProcess();
    this.wake = wake;
    if (this.options.worker) this.poll = setInterval(wake, this.options.pollMs).unref();
  }

  async stats(): Promise<StoreStats> {
    const { due, dead, held, oldest } = await this.holder.stats();
    const received = [oldest, this.holder.oldest].filter((at) => at !== null);
    return {
      pending: due + held + this.holder.size,
      dead,
      oldestPendingAt: received.length === 0 ? null : Math.min(...received),
    };
  }

  async close(): Promise<void> {
    clearInterval(this.poll);
    this.wakeUp.cancel();
    const { mayHaveClaims } = this.holder;
    try {
      await within(
        CLOSE_TIMEOUT_MS,
        this.inTurn((query) => this.holder.leave(query)),
      );
    } catch (error) {
      const message = 'cannot release claims: they count as those of a crashed process';
      if (mayHaveClaims) this.context.lifecycle.report('fault', { message, error });
    }
    await this.end();
  }

  /** Opens the tables, and gives the process a holder that holds its claims. */
  private async prepare(): Promise<void> {
    await this.tables.open();
    if (this.holder.mustMove) await this.inTurn(async () => {});
  }

  /** Runs a job when nothing else is written, so that the process knows all its claims. */
  private async inTurn<Outcome>(job: (query: Query) => Promise<Outcome>): Promise<Outcome> {
    return this.writer
      .exclusively(async (query) => {
        if (this.holder.mustMove) await this.holder.move(this.writer, query);
        return job(query);
      })
      .catch((error: unknown) => {
        if (error instanceof PostgresError && error.inDoubt) this.holder.mustMove = true;
        return unavailable(error);
      });
  }

  /** Whether half of the claims are written, or will be by the next statement, which can claim as well. */
  private get hasRoom(): boolean {
    return this.commits.room >= this.holder.capacity / 2;
  }

  private async ended(written: Promise<boolean>): Promise<boolean> {
    this.claimMore();
    const outcome = await written;
    this.claimMore();
    return outcome;
  }

  private claimMore(): void {
    if (this.backlog.isDue && this.hasRoom) this.wake();
  }

  private moreIsDue(): void {
    if (!this.options.worker) return;
    this.backlog.isDue = true;
    this.wake();
  }

  private async end(): Promise<void> {
    const connections = [this.writer, this.tables.connection];
    await within(CLOSE_TIMEOUT_MS, Promise.all(connections.map((connection) => connection.close())));
  }
}
