import { NOW, PENDING } from './conditions.js';
import { withoutBody } from './record-text.js';
import { writeStatements } from './write-statements.js';

/** Returns every statement of a store, for the tables of a schema. Each is one transaction. */
export function statements(schema: string) {
  const callback = `${schema}.callback`;
  const holder = `${schema}.holder`;
  const shared = `${schema}.shared`;
  const log = `${schema}.log`;
  const entry = `${schema}.log_entry`;
  return {
    register: `insert into ${schema}.registration (name)
select $1 where not exists (select from ${schema}.registration where name = $1) on conflict do nothing`,
    registration: `select reg from ${schema}.registration where name = $1`,

    ...writeStatements(callback, holder),

    bury: `insert into ${callback} as c (reg, id, added_at, received_at, died_at, record, death)
values ($1, $2, ${NOW}, $3, ${NOW}, $4, $5)
on conflict (reg, id) do update set died_at = excluded.died_at, received_at = excluded.received_at, record = excluded.record,
  death = excluded.death, progress = null, known_until = null
where c.known_until <= excluded.added_at`,

    enter: `insert into ${holder} (reg, until) values ($1, now() + $2 * interval '1 ms') returning holder`,
    leave: `delete from ${holder} where holder = any($1::int[])`,
    // The oldest holder does the housekeeping for all.
    renew: `update ${holder} set until = now() + $2 * interval '1 ms', held = $3, oldest = $4 where holder = any($1::int[])
returning holder = (select min(holder) from ${holder} where reg = $5) as first`,
    expired: `select from ${holder} where reg = $1 and until < now() limit 1`,
    // A statement sees what was committed before it began. So the update comes after the delete, which waits for the last writes.
    end: `delete from ${holder} where reg = $1 and until < now() returning holder`,
    takeOver: `update ${callback} set holder = null, due_at = -1, crashed = true where holder = any($1::int[]) and ${PENDING}`,
    move: `update ${callback} set holder = $3 where reg = $1 and id = any($4::text[]) and holder = any($2::int[]) and ${PENDING} returning id`,
    release: `update ${callback} set holder = null, due_at = 0 where holder = any($1::int[]) and ${PENDING}`,

    stats: `select
  (select count(*) from ${callback} where reg = $1 and due_at is not null)::int as due,
  (select count(*) from ${callback} where reg = $1 and died_at is not null)::int as dead,
  (select coalesce(sum(held), 0) from ${holder} where reg = $1 and holder <> all($2::int[]))::int as held,
  least(
    (select min(received_at) from (
      select received_at from ${callback} where reg = $1 and due_at is not null order by due_at limit 10000) waiting),
    (select min(oldest) from ${holder} where reg = $1 and holder <> all($2::int[])))::float8 as oldest`,

    // Reads rows by the time of their addition, from the end of the last search, because no index has the expiry. Open rows expire within a
    // minute, or when their handlers are done. The time is a separate subquery, which limits the scan of the index: with a join PostgreSQL
    // may read all that was handled.
    forget: `with t as materialized (select ${NOW} as now), old as (
  select c.ctid as at, c.added_at, coalesce(c.known_until <= (select now from t), false) as over,
    c.died_at is null and coalesce(c.known_until <= (select now from t) + 60000, true) as open
  from ${callback} c
  where c.reg = $1 and c.added_at >= $2 and c.added_at <= (select now from t) - $3 order by c.added_at limit $4),
gone as (delete from ${callback} c using old, t where old.over and c.ctid = old.at and c.known_until <= t.now)
select count(*)::int as looked, coalesce(max(added_at), $2)::float8 as last,
  (min(added_at) filter (where open and not over))::float8 as open from old`,
    expireOld: `delete from ${callback} where ctid = any(array(
  select ctid from ${callback} where reg = $1 and died_at < (select ${NOW}) - $2 order by died_at limit 1000 for update))`,
    expireOver: `delete from ${callback} where ctid = any(array(
  select ctid from ${callback} where reg = $1 and died_at is not null order by died_at, id
  limit greatest(0, (select count(*) from ${callback} where reg = $1 and died_at is not null) - $2) for update))`,

    listDead: `select id, ${withoutBody('record')} as record, death, died_at::float8 as died_at from ${callback}
where reg = $1 and died_at is not null and (died_at, id) > ($2, $3) order by died_at, id limit $4`,
    findDead: `select id, record, death, died_at::float8 as died_at from ${callback} where reg = $1 and id = $2 and died_at is not null`,
    replayDead: `update ${callback} set died_at = null, death = null, holder = null, due_at = 0, crashed = false, progress = $3
where reg = $1 and id = $2 and died_at is not null`,
    discardDead: `delete from ${callback} where reg = $1 and id = $2 and died_at is not null`,

    latest: `select position, value from ${shared} where reg = $1 and key = $2 and until > now()`,
    advance: `insert into ${shared} as s (reg, key, position, value, until) values ($1, $2, $3, $4, now() + $5 * interval '1 ms')
on conflict (reg, key) do update set position = excluded.position, value = excluded.value, until = excluded.until
where s.position < excluded.position or s.until <= now()`,
    forgetShared: `delete from ${shared} where reg = $1 and until <= now()`,

    // The row of a log is locked until the commit, so that the numbers of its entries ascend in the order of the commits: a reader
    // that has seen a number has seen all below it. The logs are in order, so that no two processes lock them in different orders.
    append: `with appended as materialized (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) with ordinality as u(log, id, value, keep_ms, nth)),
counted as (
  insert into ${log} as l (reg, name, length, until)
  select $1, log, count(*), now() + max(keep_ms) * interval '1 ms' from appended group by log order by log
  on conflict (reg, name) do update set length = l.length + excluded.length, until = greatest(l.until, excluded.until)
  returning l.name, l.length)
insert into ${entry} (reg, log, id, nth, value)
select $1, log, id, length + 1 - row_number() over (partition by log order by nth desc), value from appended join counted on name = log
on conflict (reg, log, id) do nothing returning log, id`,
    read: `select nth::float8 as nth, value from ${entry} where reg = $1 and log = $2 and nth > $3 order by nth limit $4`,
    // The log itself goes when its entries are gone.
    forgetLog: `with over as materialized (select name from ${log} where reg = $1 and until <= now() limit 1),
gone as (delete from ${entry} where ctid = any(array(
  select e.ctid from ${entry} e join over on e.log = over.name where e.reg = $1 limit $2)) returning 1)
delete from ${log} l using over
where l.reg = $1 and l.name = over.name and l.until <= now() and (select count(*) from gone) < $2`,
  };
}
