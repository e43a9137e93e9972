/**
 * What each format adds to the one before it. A release that changes the tables appends an entry, and changes none that was released.
 *
 * One row of `callback` is all that is known of an id: it waits, is claimed, was handled, or is a dead letter. With two tables, one for
 * what is pending and one for known ids, a statement could miss a copy whose completion commits meanwhile.
 */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
create schema if not exists ${schema};
create table ${schema}.format (version int not null);
create table ${schema}.registration (
  reg smallint generated always as identity primary key,
  name text collate "C" not null unique
);
-- A process that claims callbacks. Its claims can be taken over after "until".
create table ${schema}.holder (
  holder int generated always as identity primary key,
  reg smallint not null,
  until timestamptz not null,
  held int not null default 0,
  oldest bigint
) with (fillfactor = 50);
-- All times are ms since the epoch, by the clock of the server. "added_at" and, when a callback is completed, "holder" do not
-- change, so that completion touches no index.
create table ${schema}.callback (
  reg smallint not null,
  id text collate "C" not null,
  holder int,
  due_at bigint,
  added_at bigint not null,
  known_until bigint,
  died_at bigint,
  crashed boolean not null default false,
  received_at bigint not null,
  record text,
  progress text,
  death text,
  primary key (reg, id)
) with (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000,
  autovacuum_vacuum_cost_delay = 0,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 20000,
  toast.autovacuum_vacuum_cost_delay = 0
);
create index callback_due on ${schema}.callback (reg, due_at) where due_at is not null;
create index callback_dead on ${schema}.callback (reg, died_at, id) where died_at is not null;
create index callback_holder on ${schema}.callback (holder);
create index callback_added on ${schema}.callback (reg, added_at);
create table ${schema}.shared (
  reg smallint not null,
  key text collate "C" not null,
  position float8 not null,
  value text not null,
  until timestamptz not null,
  primary key (reg, key)
);
create table ${schema}.receipt (
  registration text collate "C" not null,
  event_id text collate "C" not null,
  handler text collate "C" not null,
  at timestamptz not null default now(),
  primary key (registration, event_id, handler)
);
create index receipt_at on ${schema}.receipt (registration, at);`,

  (schema) => `
create table ${schema}.log (
  reg smallint not null,
  name text collate "C" not null,
  length bigint not null,
  until timestamptz not null,
  primary key (reg, name)
) with (fillfactor = 50);
create table ${schema}.log_entry (
  reg smallint not null,
  log text collate "C" not null,
  id text collate "C" not null,
  nth bigint not null,
  value text not null,
  primary key (reg, log, id)
);
create unique index log_entry_nth on ${schema}.log_entry (reg, log, nth);`,
];

/** The format of this release. */
export const FORMAT = MIGRATIONS.length;

/**
 * Returns the SQL that makes the tables of this release from those of an earlier one.
 *
 * @param from format of the present tables; 0 if there are none
 */
export function migrationSql(schema: string, from = 0): string {
  const steps = MIGRATIONS.slice(from).map((migration) => migration(schema));
  return `${steps.join('\n')}
delete from ${schema}.format;
insert into ${schema}.format (version) values (${FORMAT});`;
}
